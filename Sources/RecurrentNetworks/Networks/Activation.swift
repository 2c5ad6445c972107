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
  /// max(x, 0).
  case relu
  /// x / 5 + 1 / 2, within 0 and 1: that of Keras 1 and 2, and ONNX's own.
  case hardSigmoid = "hard-sigmoid"
  /// x / 6 + 1 / 2, within 0 and 1: that of Keras 3.
  case hardSigmoidSixth = "hard-sigmoid-sixth"

  /// What the gates of Keras's layers go through by default, of whatever version.
  package static let ofKerasGates: [Activation] = [.sigmoid, .hardSigmoid, .hardSigmoidSixth]

  /// The value at `x`: the plain twin of the kernels' activations, by the C library in float64, then rounded.
  package func value<Scalar: NetworkScalar>(at x: Scalar) -> Scalar {
    switch self {
    case .sigmoid: Scalar(1 / (1 + exp(-Double(x))))
    case .tanh: Scalar(Foundation.tanh(Double(x)))
    case .identity: x
    case .relu: x.isNaN ? x : max(x, 0)
    case .hardSigmoid: Self.ramp(x, slope: 0.2)
    case .hardSigmoidSixth: Self.ramp(x, slope: 1 / 6)
    }
  }

  private static func ramp<Scalar: NetworkScalar>(_ x: Scalar, slope: Double) -> Scalar {
    x.isNaN ? x : Scalar(min(max(Double(x) * slope + 0.5, 0), 1))
  }

  /// The derivative where the value is `value`.
  func slope<Scalar: NetworkScalar>(value: Scalar) -> Scalar {
    switch self {
    case .sigmoid: value * (1 - value)
    case .tanh: 1 - value * value
    case .identity: 1
    case .relu: value > 0 ? 1 : 0
    case .hardSigmoid: value > 0 && value < 1 ? 0.2 : 0
    case .hardSigmoidSixth: value > 0 && value < 1 ? 1 / 6 : 0
    }
  }
}
