/// A size and style of the one typeface of all pictures.
///
/// That is DejaVu Sans, which Debian installs with cairo; where it is lacking, whatever cairo finds in its place:
/// another font or, on a machine without any, cairo's own strokes, which know ASCII only.
public struct Font: Hashable, Sendable {
  static let family = "DejaVu Sans"

  /// Pixels.
  public var size: Double
  public var isBold: Bool
  public var isItalic: Bool

  public init(size: Double = 12, isBold: Bool = false, isItalic: Bool = false) {
    self.size = size
    self.isBold = isBold
    self.isItalic = isItalic
  }
}
