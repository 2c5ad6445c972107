import Drawing
import Foundation

/// The look of a cell: coloured if it was measured, with slanted lines over the colour if that is a lower bound,
/// and an empty frame if it was not measured.
struct HeatSwatch {
  let value: HeatCell.Value
  let scale: ColorScale?

  /// - Returns: the colour for text in it.
  @discardableResult
  func draw(on canvas: inout Canvas, in place: CGRect) -> Color {
    let gap = min(place.width, place.height) >= 8 ? 0.5 : 0
    let inner = place.insetBy(dx: gap, dy: gap)
    guard let number = value.number, let scale else {
      canvas.stroke(.rectangle(inner.insetBy(dx: 0.5, dy: 0.5)), Stroke(PlotColor.grid))
      return PlotColor.quiet
    }
    let color = scale.color(number)
    canvas.fill(inner, color)
    let ink = color.readable
    if case .lowerBound = value { canvas.hatch(inner, Stroke(ink.withOpacity(0.3)), spacing: 6) }
    return ink
  }
}
