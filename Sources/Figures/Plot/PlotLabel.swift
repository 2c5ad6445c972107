import Drawing
import Foundation

/// Lines of text to be placed in a figure.
struct PlotLabel {
  let lines: [String]
  let color: Color
  let font: Font
  /// The room it takes.
  let size: CGSize

  init(_ lines: [String], color: Color, font: Font = Font()) {
    self.lines = lines
    self.color = color
    self.font = font
    size = CGSize(
      width: lines.map { font.width($0) }.max() ?? 0, height: PlotText.lineHeight * Double(lines.count))
  }

  /// Places within an area's width, from left to right, at each of some heights (of the label's top).
  func frames(in area: CGRect, xStep: Double, ys: [CGFloat]) -> [CGRect] {
    let xs = stride(from: area.minX + 4, through: max(area.minX + 4, area.maxX - size.width - 4), by: xStep)
    return ys.flatMap { y in xs.map { CGRect(origin: CGPoint(x: $0, y: y), size: size) } }
  }

  /// Draws the text in its frame; nothing without a frame.
  func draw(on canvas: inout Canvas, in frame: CGRect?, centered: Bool = false) {
    guard let frame else { return }
    for (index, line) in lines.enumerated() {
      let baseline = frame.minY + PlotText.lineHeight * Double(index) + 11.5
      canvas.text(
        line, at: CGPoint(x: centered ? frame.midX : frame.minX, y: baseline), font, color,
        alignment: centered ? .middle : .start)
    }
  }
}

/// Finds places for labels that cover neither what is drawn nor each other.
struct LabelLayout {
  /// What is drawn in one panel, and the labels placed so far.
  private(set) var occupied: [CGRect]

  /// The cheapest of the frames that cover least; occupied from then on, with a little space around.
  ///
  /// - Returns: nil if there are no frames to choose from.
  mutating func place(among frames: [CGRect], cost: (CGRect) -> Double) -> CGRect? {
    let best = frames.min { rank($0, cost) < rank($1, cost) }
    if let best { occupied.append(best.insetBy(dx: -6, dy: -4)) }
    return best
  }

  /// The least distance from a frame straight up or down to anything occupied; `limit` if there is more.
  func verticalClearance(of frame: CGRect, limit: Double) -> Double {
    occupied.reduce(limit) { least, other in
      guard other.maxX > frame.minX, other.minX < frame.maxX else { return least }
      return min(least, max(0, other.minY - frame.maxY, frame.minY - other.maxY))
    }
  }

  private func rank(_ frame: CGRect, _ cost: (CGRect) -> Double) -> (covered: Double, cost: Double) {
    let covered = occupied.reduce(0.0) { area, other in
      let common = frame.intersection(other)
      return common.isNull ? area : area + common.width * common.height
    }
    return (covered, cost(frame))
  }
}

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
