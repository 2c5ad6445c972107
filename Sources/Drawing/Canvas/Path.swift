import Foundation

/// Lines and circles to be filled or stroked, in picture coordinates: pixels from the upper left corner.
public struct Path: Equatable, Sendable {
  public enum Element: Equatable, Sendable {
    case move(CGPoint)
    case line(CGPoint)
    case circle(center: CGPoint, radius: Double)
    case close
  }

  public var elements: [Element]

  public init(_ elements: [Element] = []) {
    self.elements = elements
  }

  public static func line(from start: CGPoint, to end: CGPoint) -> Path {
    Path([.move(start), .line(end)])
  }

  /// Straight lines through points; closed back to the first if asked for.
  public static func lines(_ points: [CGPoint], closed: Bool = false) -> Path {
    guard let first = points.first else { return Path() }
    return Path([.move(first)] + points.dropFirst().map { .line($0) } + (closed ? [.close] : []))
  }

  public static func rectangle(_ frame: CGRect) -> Path {
    .lines(
      [
        frame.origin, CGPoint(x: frame.maxX, y: frame.minY), CGPoint(x: frame.maxX, y: frame.maxY),
        CGPoint(x: frame.minX, y: frame.maxY),
      ], closed: true)
  }

  public static func circle(at center: CGPoint, radius: Double) -> Path {
    Path([.circle(center: center, radius: radius)])
  }
}
