import Drawing

/// How text is fitted to the figures.
enum PlotText {
  static let lineHeight = 15.0

  /// Words in as few lines as the width allows, none split, the lines as even as may be. No lines for no words.
  static func wrapped(_ text: String, width: Double, font: Font = Font()) -> [String] {
    var lines = filled(text, width: width, font: font)
    guard lines.count > 1 else { return lines }
    for narrower in stride(from: width, to: 0, by: -font.size) {
      let candidate = filled(text, width: narrower, font: font)
      guard candidate.count == lines.count else { break }
      lines = candidate
    }
    return lines
  }

  /// The text, or as much of its beginning and end as the width allows with an ellipsis between: names of files
  /// tend to differ at either end.
  static func shortened(_ text: String, width: Double, font: Font = Font()) -> String {
    guard font.width(text) > width else { return text }
    let characters = Array(text)
    for count in stride(from: characters.count - 1, to: 1, by: -1) {
      let candidate = String(characters.prefix((count + 1) / 2)) + "…" + String(characters.suffix(count / 2))
      if font.width(candidate) <= width { return candidate }
    }
    return "…"
  }

  /// The same, every line as long as may be.
  static func filled(_ text: String, width: Double, font: Font = Font()) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ").map(String.init) {
      if let last = lines.last, font.width("\(last) \(word)") <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(word)
      }
    }
    return lines
  }
}
