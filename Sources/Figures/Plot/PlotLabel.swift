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
