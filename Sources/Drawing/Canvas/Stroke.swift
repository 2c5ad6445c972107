/// How a line looks.
public struct Stroke: Equatable, Sendable {
  public var color: Color
  /// Pixels.
  public var width: Double
  /// Lengths of dashes and gaps in turn; empty for an unbroken line.
  public var dash: [Double]

  public init(_ color: Color, width: Double = 1, dash: [Double] = []) {
    self.color = color
    self.width = width
    self.dash = dash
  }
}
