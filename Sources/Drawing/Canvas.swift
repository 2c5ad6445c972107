import Text
import Foundation

/// What a picture shows, in the order in which it is drawn: a value, of which every format is made and which tests
/// can look at. Coordinates are pixels from the upper left corner.
public struct Canvas: Equatable, Sendable {
  package private(set) var shapes: [Shape] = []
  /// What is measured, where it is drawn.
  package private(set) var marks: [Mark] = []

  package init() {}

  package mutating func fill(_ path: Path, _ color: Color) { shapes.append(.fill(path, color)) }

  package mutating func fill(_ frame: CGRect, _ color: Color) { fill(.rectangle(frame), color) }

  package mutating func stroke(_ path: Path, _ stroke: Stroke) { shapes.append(.stroke(path, stroke)) }

  package mutating func line(from start: CGPoint, to end: CGPoint, _ stroke: Stroke) {
    self.stroke(.line(from: start, to: end), stroke)
  }

  package mutating func text(_ run: TextRun) { shapes.append(.text(run)) }

  /// Draws a line of text whose baseline begins, has its middle, or ends at a point.
  package mutating func text(
    _ string: String, at anchor: CGPoint, _ font: Font, _ color: Color,
    alignment: TextRun.Alignment = .start, rotation: Double = 0
  ) {
    text(
      TextRun(
        text: string.printable, anchor: anchor, font: font, color: color, alignment: alignment,
        rotation: rotation))
  }

  /// The same in the standard size and style.
  package mutating func text(
    _ string: String, at anchor: CGPoint, _ color: Color, alignment: TextRun.Alignment = .start,
    rotation: Double = 0
  ) {
    text(string, at: anchor, Font(), color, alignment: alignment, rotation: rotation)
  }

  /// Draws with only what lies within a rectangle seen.
  package mutating func clipped(to frame: CGRect, _ draw: (inout Canvas) -> Void) {
    var inner = Canvas()
    draw(&inner)
    shapes.append(.clipped(frame, inner.shapes))
    marks += inner.marks
  }

  /// Fills a rectangle with slanted lines.
  ///
  /// - Parameter spacing: between the lines, across them, in pixels.
  package mutating func hatch(_ frame: CGRect, _ stroke: Stroke, spacing: Double) {
    let step = spacing * 2.0.squareRoot()
    var path = Path()
    // From the bottom left to the top right; the offset is kept from picture coordinates, so that the lines of
    // neighbouring rectangles meet.
    let first = ((frame.minX + frame.minY) / step).rounded(.down) * step
    for sum in stride(from: first, through: frame.maxX + frame.maxY, by: step) {
      let low = max(frame.minX, sum - frame.maxY)
      let high = min(frame.maxX, sum - frame.minY)
      guard low < high else { continue }
      path.elements += [.move(CGPoint(x: low, y: sum - low)), .line(CGPoint(x: high, y: sum - high))]
    }
    self.stroke(path, stroke)
  }

  /// Says what is measured where: every measured thing that is drawn has a mark.
  package mutating func mark(_ region: CGRect, _ text: String) {
    marks.append(Mark(region: region, text: text))
  }
}

/// A thing that is drawn.
package enum Shape: Equatable, Sendable {
  case fill(Path, Color)
  case stroke(Path, Stroke)
  case text(TextRun)
  /// Shapes of which only what lies within a rectangle is seen.
  case clipped(CGRect, [Shape])
}

/// A region of a picture that shows something measured, and what that is in words: for a pointer that rests on it,
/// for the keyboard and for screen readers.
package struct Mark: Equatable, Sendable {
  /// In picture coordinates.
  package let region: CGRect
  package let text: String
}
