import Foundation

/// The shapes of the figures. Lengths and coordinates are pixels, y pointing down.
extension SVGElement {
  static func group(_ attributes: [(name: String, value: String)], _ children: [SVGElement]) -> SVGElement {
    SVGElement("g", attributes, children: children)
  }

  static func rectangle(_ frame: CGRect, _ attributes: [(name: String, value: String)]) -> SVGElement {
    let place = [
      ("x", number(frame.minX)), ("y", number(frame.minY)), ("width", number(frame.width)),
      ("height", number(frame.height)),
    ]
    return SVGElement("rect", place + attributes)
  }

  static func line(
    from start: CGPoint, to end: CGPoint, _ attributes: [(name: String, value: String)] = []
  ) -> SVGElement {
    let place = [
      ("x1", number(start.x)), ("y1", number(start.y)), ("x2", number(end.x)), ("y2", number(end.y)),
    ]
    return SVGElement("line", place + attributes)
  }

  static func polyline(_ points: [CGPoint], _ attributes: [(name: String, value: String)]) -> SVGElement {
    SVGElement("polyline", [("points", list(points))] + attributes)
  }

  static func polygon(_ points: [CGPoint], _ attributes: [(name: String, value: String)]) -> SVGElement {
    SVGElement("polygon", [("points", list(points))] + attributes)
  }

  static func circle(
    at center: CGPoint, radius: Double, _ attributes: [(name: String, value: String)]
  ) -> SVGElement {
    SVGElement(
      "circle", [("cx", number(center.x)), ("cy", number(center.y)), ("r", number(radius))] + attributes)
  }

  /// A line of text from its baseline's start, or about it as `text-anchor` says.
  static func text(
    _ text: String, at point: CGPoint, _ attributes: [(name: String, value: String)] = []
  ) -> SVGElement {
    SVGElement("text", [("x", number(point.x)), ("y", number(point.y))] + attributes, text: text)
  }

  /// In hundredths of a pixel, without needless zeros: 12, 0.5, -3.25.
  static func number(_ value: Double) -> String {
    NumberText.shortest((value * 100).rounded() / 100)
  }

  private static func list(_ points: [CGPoint]) -> String {
    points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }
}
