import Foundation

/// What a gate or a unit makes of its pre-activation.
///
/// The raw value is the name in results files and in messages.
public enum Activation: String, CaseIterable, Codable, Hashable, Sendable {
  /// 1 / (1 + exp(-x)).
  case sigmoid
  case tanh
  /// None: a linear unit.
  case identity

  /// The value at `x`: the plain twin of the kernels' activations, by the C library in float64, then rounded.
  package func value<Scalar: NetworkScalar>(at x: Scalar) -> Scalar {
    switch self {
    case .sigmoid: Scalar(1 / (1 + exp(-Double(x))))
    case .tanh: Scalar(Foundation.tanh(Double(x)))
    case .identity: x
    }
  }

  /// The derivative where the value is `value`.
  func slope<Scalar: NetworkScalar>(value: Scalar) -> Scalar {
    switch self {
    case .sigmoid: value * (1 - value)
    case .tanh: 1 - value * value
    case .identity: 1
    }
  }
}
