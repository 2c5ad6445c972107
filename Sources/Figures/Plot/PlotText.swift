import Foundation

/// The look of text in the figures, and how much room it takes.
enum PlotText {
  /// Whatever sans serif there is: the figure brings no font with it.
  static let fonts = "Helvetica, Arial, sans-serif"
  static let size = 12.0
  static let lineHeight = 15.0

  /// The width of a line of text at most, in pixels. Fonts differ; this is that of a wide one (DejaVu Sans),
  /// so that text which fits with it fits with every other.
  static func width(_ text: String, size: Double = size, isBold: Bool = false) -> Double {
    Double(text.count) * size * (isBold ? 0.66 : 0.58)
  }

  /// Words in as few lines as the width allows, none split, the lines as even as may be.
  static func wrapped(_ text: String, width: Double) -> [String] {
    var lines = filled(text, width: width)
    for narrower in stride(from: width, to: 0, by: -size) {
      let candidate = filled(text, width: narrower)
      guard candidate.count == lines.count else { break }
      lines = candidate
    }
    return lines
  }

  /// Lines each as long as may be.
  private static func filled(_ text: String, width: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ").map(String.init) {
      if let last = lines.last, self.width("\(last) \(word)") <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(word)
      }
    }
    return lines
  }
}
