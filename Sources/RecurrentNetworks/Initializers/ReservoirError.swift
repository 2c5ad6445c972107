/// A reservoir that cannot be drawn.
public enum ReservoirError: Error, Equatable, Sendable {
  /// Allowed: 0 ... `Reservoir.largest`.
  case spectralRadius(Double)
  /// Allowed: above 0, at most 1.
  case density(Double)
  /// Allowed: above 0, in float32 too, and at most 1.
  case leakRate(Double)
  /// Allowed: 0 ... `Reservoir.largest`.
  case inputScaling(Double)
  /// Allowed: 0 ... `Reservoir.largest`.
  case biasScaling(Double)
}
