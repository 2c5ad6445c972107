import Drawing
import Foundation
import Text

/// A curve in a panel: band, line and markers, and the room they take.
struct MemoryCurveDrawing {
  let curve: MemoryCurve
  let geometry: MemoryGeometry
  /// Of the panel.
  let heading: String

  /// From the smallest to the largest mean of the input sizes.
  func drawBand(on canvas: inout Canvas) {
    let top = edges.map { CGPoint(x: $0.x, y: $0.top) }
    let bottom = edges.reversed().map { CGPoint(x: $0.x, y: $0.bottom) }
    canvas.fill(.lines(top + bottom, closed: true), curve.color.withOpacity(0.2))
  }

  func drawLine(on canvas: inout Canvas) {
    canvas.stroke(.lines(centers), Stroke(curve.color, width: 2))
  }

  /// One per point, with its numbers as a mark.
  func drawMarkers(on canvas: inout Canvas) {
    for (point, center) in zip(curve.points, centers) {
      let marker = marker(point)
      marker.draw(on: &canvas, at: center)
      if point.isMarked {
        canvas.text(ShownCount.mark, at: CGPoint(x: center.x + 6, y: center.y - 4), curve.color)
      }
      canvas.mark(marker.bounds(at: center), describe(point))
    }
  }

  /// Rectangles that cover band, markers and arrows.
  var occupied: [CGRect] {
    let bands = zip(edges, edges.dropFirst()).flatMap { Self.strips(from: $0, to: $1) }
    return bands + zip(curve.points, centers).map { marker($0).bounds(at: $1) }
  }

  private func marker(_ point: MemoryPoint) -> MemoryMarker {
    MemoryMarker(
      shape: curve.count == .settled ? .circle : .square, color: curve.color,
      isLowerBound: point.medianIsLowerBound)
  }

  /// The left or right end of a piece of the band.
  private typealias Edge = (x: CGFloat, top: CGFloat, bottom: CGFloat)

  /// The band between two edges, in upright strips of about six pixels.
  private static func strips(from left: Edge, to right: Edge) -> [CGRect] {
    let count = max(1, Int(saturating: ((right.x - left.x) / 6).rounded(.up)))
    let edges = (0...count).map { index -> Edge in
      let part = Double(index) / Double(count)
      return (
        left.x + (right.x - left.x) * part, left.top + (right.top - left.top) * part,
        left.bottom + (right.bottom - left.bottom) * part
      )
    }
    return zip(edges, edges.dropFirst()).map { left, right in
      let top = min(left.top, right.top) - 1
      let bottom = max(left.bottom, right.bottom) + 1
      return CGRect(x: left.x, y: top, width: right.x - left.x, height: bottom - top)
    }
  }

  private var centers: [CGPoint] { curve.points.map { geometry.point($0.hiddenSize, $0.median) } }

  /// The band's upper and lower edge from left to right; some width for a band of one point.
  private var edges: [Edge] {
    let edges = curve.points.map { point -> Edge in
      let top = geometry.point(point.hiddenSize, point.largest)
      return (top.x, top.y, geometry.point(point.hiddenSize, point.smallest).y)
    }
    guard edges.count == 1, let only = edges.first else { return edges }
    return [(only.x - 5, only.top, only.bottom), (only.x + 5, only.top, only.bottom)]
  }

  /// hidden size 32, bit-identical for good: median ≥74,479 shared steps (7,395 to ≥99,000)
  private func describe(_ point: MemoryPoint) -> String {
    let median = NumberText.steps(point.median, isLowerBound: point.medianIsLowerBound)
    let smallest = NumberText.steps(point.smallest, isLowerBound: point.smallestIsLowerBound)
    let largest = NumberText.steps(point.largest, isLowerBound: point.largestIsLowerBound)
    return """
      \(heading), hidden size \(point.hiddenSize), \(curve.count.label): median \(median) shared steps \
      (\(smallest) to \(largest))\(point.isMarked ? "; \(ShownCount.markText)" : "")
      """
  }
}

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
