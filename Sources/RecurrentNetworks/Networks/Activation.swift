import CKernels
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
  /// x / (1 + |x|).
  case softsign
  /// x sigmoid(x), also called swish.
  case silu
  /// exp(x).
  case exponential
  /// x, or exp(x) - 1 where x is negative (Clevert et al. 2016).
  case elu
  /// 1.0507 x, or 1.0507 · 1.6733 (exp(x) - 1) where x is negative (Klambauer et al. 2017).
  case selu

  /// All that gates and candidates of trained cells may go through: those of Keras and ONNX that are as cheap as the
  /// usual ones. The usual one comes first.
  static func all(usual: Activation) -> [Activation] { [usual] + allCases.filter { $0 != usual } }

  /// As the kernels know it.
  var kernel: ck_squashing {
    switch self {
    case .sigmoid: ck_sigmoid
    case .tanh: ck_tanh
    case .identity: ck_identity
    case .relu: ck_relu
    case .hardSigmoid: ck_hard_sigmoid
    case .hardSigmoidSixth: ck_hard_sigmoid_sixth
    case .softsign: ck_softsign
    case .silu: ck_silu
    case .exponential: ck_exponential
    case .elu: ck_elu
    case .selu: ck_selu
    }
  }

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
    case .softsign: Scalar(Double(x) / (1 + abs(Double(x))))
    case .silu: Scalar(Double(x) / (1 + exp(-Double(x))))
    case .exponential: Scalar(exp(Double(x)))
    case .elu: x < 0 ? Scalar(expm1(Double(x))) : x
    case .selu: Scalar(Self.seluScale * (x < 0 ? Self.seluAlpha * expm1(Double(x)) : Double(x)))
    }
  }

  private static let seluScale = 1.0507009873554805
  private static let seluAlpha = 1.6732632423543772

  private static func ramp<Scalar: NetworkScalar>(_ x: Scalar, slope: Double) -> Scalar {
    x.isNaN ? x : Scalar(min(max(Double(x) * slope + 0.5, 0), 1))
  }

  /// The derivative where the value is `value`: of those that training has, and of others that have one that the value
  /// tells.
  func slope<Scalar: NetworkScalar>(value: Scalar) -> Scalar {
    switch self {
    case .sigmoid: value * (1 - value)
    case .tanh: 1 - value * value
    case .identity: 1
    case .relu: value > 0 ? 1 : 0
    case .hardSigmoid: value > 0 && value < 1 ? 0.2 : 0
    case .hardSigmoidSixth: value > 0 && value < 1 ? 1 / 6 : 0
    case .softsign: (1 - abs(value)) * (1 - abs(value))
    case .exponential: value
    case .elu: value < 0 ? value + 1 : 1
    case .selu:
      Scalar(Self.seluScale) * (value < 0 ? value / Scalar(Self.seluScale) + Scalar(Self.seluAlpha) : 1)
    // The value does not tell it.
    case .silu: .nan
    }
  }
}
