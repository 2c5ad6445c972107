import Drawing
import Foundation

/// A symbol and what it stands for.
struct KeyEntry: Sendable {
  let text: String
  /// Draws the symbol around a point, in 16 by 16 pixels.
  let symbol: @Sendable (CGPoint, inout Canvas) -> Void

  init(_ text: String, symbol: @escaping @Sendable (CGPoint, inout Canvas) -> Void) {
    self.text = text
    self.symbol = symbol
  }

  /// A piece of a curve.
  static func line(_ text: String, _ color: Color) -> KeyEntry {
    KeyEntry(text) {
      $1.line(
        from: CGPoint(x: $0.x - 7, y: $0.y), to: CGPoint(x: $0.x + 8, y: $0.y), Stroke(color, width: 3))
    }
  }
}
