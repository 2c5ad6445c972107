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

  /// The text; or else without the extension, if it is the name of a file; or else as much of the beginning and end of
  /// that as the width allows, with an ellipsis between: names of files tend to differ at either end.
  static func shortened(_ text: String, width: Double, font: Font = Font()) -> String {
    guard font.width(text) > width else { return text }
    let stem = withoutExtension(text)
    guard font.width(stem) > width else { return stem }
    let characters = Array(stem)
    for count in stride(from: characters.count - 1, to: 1, by: -1) {
      let candidate = String(characters.prefix((count + 1) / 2)) + "…" + String(characters.suffix(count / 2))
      if font.width(candidate) <= width { return candidate }
    }
    return "…"
  }

  private static func withoutExtension(_ name: String) -> String {
    guard let point = name.lastIndex(of: "."), point > name.startIndex else { return name }
    let rest = name[point...].dropFirst()
    return !rest.isEmpty && rest.allSatisfy { $0.isLetter || $0.isNumber } ? String(name[..<point]) : name
  }

  /// Words in lines that are each as long as may be.
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
