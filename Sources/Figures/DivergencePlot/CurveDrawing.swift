import Foundation

/// A curve in a panel: band, line and markers, and the room they take.
struct CurveDrawing {
  let curve: DivergenceCurve
  let geometry: PanelGeometry

  /// From the smallest to the largest mean of the input sizes.
  var band: SVGElement {
    let edge = edges
    let top = edge.map { CGPoint(x: $0.x, y: $0.top) }
    let bottom = edge.reversed().map { CGPoint(x: $0.x, y: $0.bottom) }
    return .polygon(top + bottom, [("class", "band"), ("fill", curve.color), ("fill-opacity", "0.2")])
  }

  var line: SVGElement {
    .polyline(
      centers,
      [("fill", "none"), ("stroke", curve.color), ("stroke-width", "2"), ("stroke-linejoin", "round")])
  }

  /// One per point: filled, or open with an arrow upwards for a lower bound. Each tells its numbers to a
  /// pointer that rests on it.
  var markers: [SVGElement] {
    zip(curve.points, centers).map { point, center in
      let lower = point.medianIsLowerBound
      let fill = lower ? PlotColor.background : curve.color
      var shapes = [SVGElement("title", text: describe(point)), mark(center, fill)]
      if lower { shapes.append(Self.arrow(over: center, curve.color)) }
      return .group([("class", lower ? "marker lower-bound" : "marker")], shapes)
    }
  }

  /// An arrow from above a marker upwards.
  static func arrow(over center: CGPoint, _ color: String) -> SVGElement {
    let start = "M\(SVGElement.number(center.x)) \(SVGElement.number(center.y - 5))"
    let path = start + "v-9m-3.5 3.5l3.5 -3.5l3.5 3.5"
    return SVGElement(
      "path", [("d", path), ("fill", "none"), ("stroke", color), ("stroke-width", "1.6")])
  }

  /// The shape that tells the curves apart without colour.
  func mark(_ center: CGPoint, _ fill: String) -> SVGElement {
    let look = [("fill", fill), ("stroke", curve.color), ("stroke-width", "1.6")]
    switch curve.count {
    case .settled:
      return .circle(at: center, radius: 4, look)
    case .within:
      return .rectangle(CGRect(x: center.x - 3.5, y: center.y - 3.5, width: 7, height: 7), look)
    }
  }

  /// Rectangles that cover band, markers and arrows.
  var occupied: [CGRect] {
    let bands = zip(edges, edges.dropFirst()).flatMap { Self.strips(from: $0, to: $1) }
    let marks = zip(curve.points, centers).map { point, center in
      let arrow = point.medianIsLowerBound ? 10.0 : 0
      return CGRect(x: center.x - 6, y: center.y - 6 - arrow, width: 12, height: 12 + arrow)
    }
    return bands + marks
  }

  /// The left or right end of a piece of the band.
  private typealias Edge = (x: CGFloat, top: CGFloat, bottom: CGFloat)

  /// The band between two edges, in upright strips of about six pixels.
  private static func strips(from left: Edge, to right: Edge) -> [CGRect] {
    let count = max(1, Int(((right.x - left.x) / 6).rounded(.up)))
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
  private func describe(_ point: CurvePoint) -> String {
    let median = NumberText.steps(point.median, isLowerBound: point.medianIsLowerBound)
    let smallest = NumberText.steps(point.smallest, isLowerBound: point.smallestIsLowerBound)
    let largest = NumberText.steps(point.largest, isLowerBound: point.largestIsLowerBound)
    return """
      hidden size \(point.hiddenSize), \(curve.label): median \(median) shared steps \
      (\(smallest) to \(largest))
      """
  }
}
