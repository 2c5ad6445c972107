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
}
