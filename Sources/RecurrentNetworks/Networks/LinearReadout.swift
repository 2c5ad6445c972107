/// A linear function of a network's output: offset + Σ weight · h.
public struct LinearReadout: Equatable, Sendable {
  /// One for every unit of the last layer.
  public let weights: [Double]
  public let offset: Double

  public init(weights: [Double], offset: Double = 0) {
    self.weights = weights
    self.offset = offset
  }

  /// One unit, times a factor.
  ///
  /// - Precondition: `unit` is one of `outputSize` units.
  public init(unit: Int, scale: Double, outputSize: Int) {
    var weights = [Double](repeating: 0, count: outputSize)
    weights[unit] = scale
    self.init(weights: weights)
  }

  /// Units of weight 0 are left out, so that a single unit times a power of two is exact.
  ///
  /// - Parameter output: hidden states of the last layer, as many as there are weights.
  public func answer<Scalar: NetworkScalar>(_ output: [Scalar]) -> Double {
    precondition(output.count == weights.count)
    return zip(weights, output).reduce(offset) { $1.0 == 0 ? $0 : $0 + $1.0 * Double($1.1) }
  }
}
