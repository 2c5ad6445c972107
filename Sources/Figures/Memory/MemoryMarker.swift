import Drawing
import Foundation

/// The symbol of a point: filled, or open with an arrow upwards for a lower bound.
struct MemoryMarker {
  /// That tells curves apart without colour.
  enum Shape {
    case circle
    case square
  }

  let shape: Shape
  let color: Color
  let isLowerBound: Bool

  func draw(on canvas: inout Canvas, at center: CGPoint) {
    let outline =
      switch shape {
      case .circle: Path.circle(at: center, radius: 4)
      case .square: Path.rectangle(CGRect(x: center.x - 3.5, y: center.y - 3.5, width: 7, height: 7))
      }
    canvas.fill(outline, isLowerBound ? PlotColor.background : color)
    canvas.stroke(outline, Stroke(color, width: 1.6))
    guard isLowerBound else { return }
    let top = CGPoint(x: center.x, y: center.y - 14)
    let arrow = Path([
      .move(CGPoint(x: center.x, y: center.y - 5)), .line(top),
      .move(CGPoint(x: top.x - 3.5, y: top.y + 3.5)), .line(top),
      .line(CGPoint(x: top.x + 3.5, y: top.y + 3.5)),
    ])
    canvas.stroke(arrow, Stroke(color, width: 1.6))
  }

  /// What the symbol covers.
  func bounds(at center: CGPoint) -> CGRect {
    let arrow = isLowerBound ? 10.0 : 0
    return CGRect(x: center.x - 6, y: center.y - 6 - arrow, width: 12, height: 12 + arrow)
  }
}
