import Foundation

/// Lines and circles to be filled or stroked, in picture coordinates: pixels from the upper left corner.
package struct Path: Equatable, Sendable {
  package enum Element: Equatable, Sendable {
    case move(CGPoint)
    case line(CGPoint)
    case circle(center: CGPoint, radius: Double)
    case close
  }

  package var elements: [Element]

  package init(_ elements: [Element] = []) {
    self.elements = elements
  }

  package static func line(from start: CGPoint, to end: CGPoint) -> Path {
    Path([.move(start), .line(end)])
  }

  /// Straight lines through points; closed back to the first if asked for.
  package static func lines(_ points: [CGPoint], closed: Bool = false) -> Path {
    guard let first = points.first else { return Path() }
    return Path([.move(first)] + points.dropFirst().map { .line($0) } + (closed ? [.close] : []))
  }

  package static func rectangle(_ frame: CGRect) -> Path {
    .lines(
      [
        frame.origin, CGPoint(x: frame.maxX, y: frame.minY), CGPoint(x: frame.maxX, y: frame.maxY),
        CGPoint(x: frame.minX, y: frame.maxY),
      ], closed: true)
  }

  package static func circle(at center: CGPoint, radius: Double) -> Path {
    Path([.circle(center: center, radius: radius)])
  }
}

/// How a line looks.
package struct Stroke: Equatable, Sendable {
  package var color: Color
  /// Pixels.
  package var width: Double
  /// Lengths of dashes and gaps in turn; empty for an unbroken line.
  package var dash: [Double]

  package init(_ color: Color, width: Double = 1, dash: [Double] = []) {
    self.color = color
    self.width = width
    self.dash = dash
  }
}
