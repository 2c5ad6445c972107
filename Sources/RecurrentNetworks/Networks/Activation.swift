import CKernels
import Foundation

/// What a gate or a unit makes of its pre-activation: a curve, and its parameters, where it has some.
public struct Activation: Hashable, Sendable {
  /// The raw value is the name in results files and in messages.
  public enum Curve: String, CaseIterable, Sendable {
    /// 1 / (1 + exp(-x)).
    case sigmoid
    /// The hyperbolic tangent.
    case tanh
    /// None: a linear unit.
    case identity
    /// max(x, 0).
    case relu
    /// alpha x + beta, within 0 and 1; usually x / 5 + 1 / 2, that of Keras 1 and 2, and ONNX's own.
    case hardSigmoid = "hard-sigmoid"
    /// x / 6 + 1 / 2, within 0 and 1: that of Keras 3.
    case hardSigmoidSixth = "hard-sigmoid-sixth"
    /// x / (1 + |x|).
    case softsign
    /// x sigmoid(x), also called swish.
    case silu
    /// exp(x).
    case exponential
    /// x, or alpha (exp(x) - 1) where x is negative; usually with alpha = 1 (Clevert et al. 2016).
    case elu
    /// 1.0507 x, or 1.0507 · 1.6733 (exp(x) - 1) where x is negative (Klambauer et al. 2017).
    case selu
    /// alpha x + beta.
    case affine
    /// alpha tanh(beta x).
    case scaledTanh = "scaled-tanh"
    /// x where it is above alpha, or else 0; usually with alpha = 1.
    case thresholdedRelu = "thresholded-relu"
    /// x, or alpha x where x is negative; usually with alpha = 0.01.
    case leakyRelu = "leaky-relu"
    /// log(1 + exp(x)).
    case softplus
    /// x Φ(x), with the normal distribution function Φ (Hendrycks & Gimpel 2016).
    case gelu
    /// x tanh(log(1 + exp(x))) (Misra 2019).
    case mish
    /// x within 0 and 6.
    case relu6
    /// x times the hard sigmoid of Keras 3, also called hard swish.
    case hardSilu = "hard-silu"

    /// The usual parameters; zeros where there is none.
    fileprivate var parameters: (alpha: Double, beta: Double) {
      switch self {
      case .hardSigmoid: (0.2, 0.5)
      case .elu, .affine, .thresholdedRelu: (1, 0)
      case .scaledTanh: (1, 1)
      case .leakyRelu: (0.01, 0)
      default: (0, 0)
      }
    }
  }

  /// Which function.
  public let curve: Curve
  /// Its first parameter, where it has any.
  public let alpha: Double
  /// Its second parameter, where it has two.
  public let beta: Double

  /// - Parameters: the curve's usual ones by default; of a curve without one they do not matter.
  public init(_ curve: Curve, alpha: Double? = nil, beta: Double? = nil) {
    self.curve = curve
    self.alpha = alpha ?? curve.parameters.alpha
    self.beta = beta ?? curve.parameters.beta
  }

  /// 1 / (1 + exp(-x)), the usual one of gates.
  public static let sigmoid = Activation(.sigmoid)
  /// The hyperbolic tangent, the usual one of candidates.
  public static let tanh = Activation(.tanh)
  /// x.
  public static let identity = Activation(.identity)
  /// max(x, 0).
  public static let relu = Activation(.relu)
  /// 0.2 x + 0.5 within 0 to 1, of Keras 1 and 2.
  public static let hardSigmoid = Activation(.hardSigmoid)
  /// x / 6 + 0.5 within 0 to 1, of Keras 3.
  public static let hardSigmoidSixth = Activation(.hardSigmoidSixth)

  /// As the kernels know it.
  var kernel: ck_squashing {
    let curve =
      switch curve {
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
      case .affine: ck_affine
      case .scaledTanh: ck_scaled_tanh
      case .thresholdedRelu: ck_thresholded_relu
      case .leakyRelu: ck_leaky_relu
      case .softplus: ck_softplus
      case .gelu: ck_gelu
      case .mish: ck_mish
      case .relu6: ck_relu6
      case .hardSilu: ck_hard_silu
      }
    return ck_squashing(curve: curve, alpha: alpha, beta: beta)
  }

  /// What the gates of Keras's layers go through by default, of whatever version.
  package static let ofKerasGates: [Activation] = [.sigmoid, .hardSigmoid, .hardSigmoidSixth]
}

/// By name: that of the curve, with the parameters behind it where they are not the usual ones, "elu", "elu:2.0:0.0".
extension Activation: RawRepresentable, Codable, CaseIterable {
  public init?(rawValue: String) {
    let parts = rawValue.split(separator: ":", omittingEmptySubsequences: false)
    let parameters = parts.dropFirst().map { Double($0) }
    guard let curve = Curve(rawValue: String(parts[0])), [0, 2].contains(parameters.count),
      parameters.allSatisfy({ $0?.isFinite ?? false })
    else { return nil }
    self.init(curve, alpha: parameters.first ?? nil, beta: parameters.last ?? nil)
  }

  public var rawValue: String {
    (alpha, beta) == curve.parameters ? curve.rawValue : "\(curve.rawValue):\(alpha):\(beta)"
  }

  /// Every curve with its usual parameters.
  public static let allCases = Curve.allCases.map { Activation($0) }
}

/// The plain twin of the kernels' activations, by the C library in float64.
extension Activation {
  /// The value at `x`, rounded.
  package func value<Scalar: NetworkScalar>(at x: Scalar) -> Scalar { Scalar(value(at: Double(x))) }

  package func value(at x: Double) -> Double {
    switch curve {
    case .sigmoid: 1 / (1 + exp(-x))
    case .tanh: Foundation.tanh(x)
    case .identity: x
    case .relu: Self.within(x, 0, .infinity)
    case .hardSigmoid: Self.within(alpha * x + beta, 0, 1)
    case .hardSigmoidSixth: Self.within(x + 3, 0, 6) / 6
    case .softsign: x / (1 + abs(x))
    case .silu: x / (1 + exp(-x))
    case .exponential: exp(x)
    case .elu: x < 0 ? alpha * expm1(x) : x
    case .selu: Self.seluScale * (x < 0 ? Self.seluAlpha * expm1(x) : x)
    case .affine: alpha * x + beta
    case .scaledTanh: alpha * Foundation.tanh(beta * x)
    case .thresholdedRelu: x <= alpha ? 0 : x
    case .leakyRelu: x < 0 ? alpha * x : x
    case .softplus: Self.within(x, 0, .infinity) + log1p(exp(-abs(x)))
    case .gelu: x * Self.normal(x)
    case .mish: x * Foundation.tanh(log1p(exp(x)))
    case .relu6: Self.within(x, 0, 6)
    case .hardSilu: x * (Self.within(x + 3, 0, 6) / 6)
    }
  }

  private static let seluScale = 1.0507009873554805
  private static let seluAlpha = 1.6732632423543772

  /// NaN stays.
  private static func within(_ x: Double, _ low: Double, _ high: Double) -> Double {
    x < low ? low : x > high ? high : x
  }

  /// Φ.
  private static func normal(_ x: Double) -> Double { erfc(-x * 0.5.squareRoot()) / 2 }

  /// The derivative at `x`, to the last digits wherever that is: 1 - tanh² is 0 from about 19 on. Where a curve bends,
  /// that on one of the sides.
  package func slope(at x: Double) -> Double {
    func inside(_ low: Double, _ high: Double, _ slope: Double) -> Double { x > low && x < high ? slope : 0 }
    var sigmoid: Double { 1 / (1 + exp(-x)) }
    func squaredSecant(_ x: Double) -> Double {
      let cosine = cosh(x)
      return 1 / (cosine * cosine)
    }
    return switch curve {
    case .sigmoid: sigmoid / (1 + exp(x))
    case .tanh: squaredSecant(x)
    case .identity: 1
    case .relu: inside(0, .infinity, 1)
    case .hardSigmoid: (0..<1).contains(alpha * x + beta) ? alpha : 0
    case .hardSigmoidSixth: inside(-3, 3, 1 / 6)
    case .softsign: 1 / ((1 + abs(x)) * (1 + abs(x)))
    case .silu: sigmoid + x * sigmoid / (1 + exp(x))
    case .exponential: exp(x)
    case .elu: x < 0 ? alpha * exp(x) : 1
    case .selu: Self.seluScale * (x < 0 ? Self.seluAlpha * exp(x) : 1)
    case .affine: alpha
    case .scaledTanh: alpha * beta * squaredSecant(beta * x)
    case .thresholdedRelu: inside(alpha, .infinity, 1)
    case .leakyRelu: x < 0 ? alpha : 1
    case .softplus: sigmoid
    case .gelu: Self.normal(x) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    case .mish:
      Foundation.tanh(log1p(exp(x))) + x * sigmoid * squaredSecant(log1p(exp(x)))
    case .relu6: inside(0, 6, 1)
    case .hardSilu: x >= 3 ? 1 : inside(-3, 3, (2 * x + 3) / 6)
    }
  }

  /// The derivative where the value is `value`: of those that training has; of others it is not a number.
  func slope<Scalar: NetworkScalar>(value: Scalar) -> Scalar {
    switch curve {
    case .sigmoid: value * (1 - value)
    case .tanh: 1 - value * value
    case .identity: 1
    default: .nan
    }
  }
}
