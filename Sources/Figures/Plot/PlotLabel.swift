import Foundation

/// Lines of text to be placed in a figure.
struct PlotLabel {
  let lines: [String]
  let color: String
  let isBold: Bool
  let isItalic: Bool
  /// The room it takes.
  let size: CGSize

  init(_ lines: [String], color: String, isBold: Bool = false, isItalic: Bool = false) {
    self.lines = lines
    self.color = color
    self.isBold = isBold
    self.isItalic = isItalic
    size = CGSize(
      width: lines.map { PlotText.width($0, isBold: isBold) }.max() ?? 0,
      height: PlotText.lineHeight * Double(lines.count))
  }

  /// Places within an area's width, from left to right, at each of some heights (of the label's top).
  func frames(in area: CGRect, xStep: Double, ys: [CGFloat]) -> [CGRect] {
    let xs = stride(from: area.minX + 4, through: max(area.minX + 4, area.maxX - size.width - 4), by: xStep)
    return ys.flatMap { y in xs.map { CGRect(origin: CGPoint(x: $0, y: y), size: size) } }
  }

  /// The text in its frame, one element to a line; nothing without a frame.
  func placed(_ frame: CGRect?, centered: Bool = false) -> [SVGElement] {
    guard let frame else { return [] }
    var look = [("fill", color)]
    if centered { look.append(("text-anchor", "middle")) }
    if isBold { look.append(("font-weight", "bold")) }
    if isItalic { look.append(("font-style", "italic")) }
    return lines.enumerated().map { index, line in
      let baseline = frame.minY + PlotText.lineHeight * Double(index) + PlotText.size - 0.5
      return .text(line, at: CGPoint(x: centered ? frame.midX : frame.minX, y: baseline), look)
    }
  }
}
