import Foundation

/// A thing that is drawn.
public enum Shape: Equatable, Sendable {
  case fill(Path, Color)
  case stroke(Path, Stroke)
  case text(TextRun)
  /// Shapes of which only what lies within a rectangle is seen.
  case clipped(CGRect, [Shape])
}
