import Drawing
import Foundation

/// The look of a cell: a coloured tile or dot if it was measured, with slanted lines over the colour if that is a
/// lower bound; a cross if there is no number, and an empty frame or ring if nothing was measured.
struct HeatSwatch {
  let value: HeatCell.Value
  let scale: ColorScale?
  var style = HeatStyle.tiles

  /// - Returns: the colour for text in it.
  @discardableResult
  func draw(on canvas: inout Canvas, in place: CGRect) -> Color {
    let gap = min(place.width, place.height) >= 8 ? 0.5 : 0
    let inner = place.insetBy(dx: gap, dy: gap)
    guard let number = value.number, let scale else {
      drawWithoutNumber(on: &canvas, in: inner)
      return PlotColor.quiet
    }
    let color = scale.color(number)
    canvas.fill(outline(inner), color)
    let ink = color.readable
    if case .lowerBound = value { canvas.hatch(inner, Stroke(ink.withOpacity(0.3)), spacing: 6) }
    return ink
  }

  private func outline(_ frame: CGRect) -> Path {
    switch style {
    case .tiles: .rectangle(frame)
    case .dots:
      .circle(at: CGPoint(x: frame.midX, y: frame.midY), radius: min(frame.width, frame.height) * 0.46)
    }
  }

  private func drawWithoutNumber(on canvas: inout Canvas, in frame: CGRect) {
    switch value {
    case .measured, .lowerBound, .undefined: break
    case .missing:
      canvas.stroke(outline(frame.insetBy(dx: 0.5, dy: 0.5)), Stroke(PlotColor.grid))
    case .failed:
      let arm = min(frame.width, frame.height) * 0.3
      let (x, y) = (frame.midX, frame.midY)
      canvas.stroke(
        Path([
          .move(CGPoint(x: x - arm, y: y - arm)), .line(CGPoint(x: x + arm, y: y + arm)),
          .move(CGPoint(x: x - arm, y: y + arm)), .line(CGPoint(x: x + arm, y: y - arm)),
        ]), Stroke(PlotColor.orange, width: 1.4))
    }
  }
}
