import CKernels

/// The number types in which a network can compute: `Float` and `Double`.
public protocol NetworkScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// The precision of its numbers.
  static var precision: Precision { get }
}

extension Float: NetworkScalar {
  /// Float32.
  public static var precision: Precision { .float32 }
}

extension Double: NetworkScalar {
  /// Float64.
  public static var precision: Precision { .float64 }
}

extension Array where Element: NetworkScalar {
  /// In float64, which has all of them; by loops over numbers of a known type.
  package var inFloat64: [Double] {
    self as? [Double] ?? (self as? [Float])?.map(Double.init) ?? map { Double($0) }
  }
}

/// The floating-point format in which a network computes.
///
/// Numbers of the 16-bit formats are kept in float32, which holds them exactly, and computed with there: results are
/// rounded to the nearest number of the format, the even one of two, where `Rounding` says. Denormal numbers, infinities
/// and NaN are those of IEEE 754.
public enum Precision: String, CaseIterable, Codable, Hashable, Sendable {
  /// 24 significant bits.
  case float32
  /// 53.
  case float64
  /// 8, with the exponents of float32.
  case bfloat16
  /// 11, with numbers up to 65,504, and normal ones from 6.1e-5 on.
  case float16

  /// Whether there is no hardware for it here, so that results of float32 are rounded.
  public var isEmulated: Bool { self == .bfloat16 || self == .float16 }

  /// Whether its numbers are kept in float64; all others' are in float32.
  package var isKeptInFloat64: Bool { self == .float64 }

  /// Bytes of a number as it is kept.
  package var bytes: Double { isKeptInFloat64 ? 8 : 4 }

  /// Digits after the first.
  private var fractionBits: Int {
    switch self {
    case .float32: 23
    case .float64: 52
    case .bfloat16: 7
    case .float16: 10
    }
  }

  /// From 1 to the next number: 1.2e-7, 2.2e-16, 7.8e-3 and 9.8e-4, in the order of the cases.
  public var ulpOfOne: Double { Self.power(-fractionBits) }

  /// The smallest number with all digits, and the largest.
  private var range: (leastNormal: Double, largest: Double) {
    switch self {
    case .float32: (Double(Float.leastNormalMagnitude), Double(Float.greatestFiniteMagnitude))
    case .float64: (.leastNormalMagnitude, .greatestFiniteMagnitude)
    case .bfloat16: (0x1p-126, 0x1.FEp127)
    case .float16: (0x1p-14, 65_504)
    }
  }

  /// The nearest number of the format, and of two the one with an even last digit; infinity beyond the largest. Plain:
  /// the kernels' rounding is tested against it.
  public func nearest(_ value: Double) -> Double {
    guard self != .float64, value.isFinite, value != 0 else { return value }
    let digit = Self.power(max(Int(value.exponent), Int(range.leastNormal.exponent)) - fractionBits)
    let rounded = (value / digit).rounded(.toNearestOrEven) * digit
    return abs(rounded) > range.largest ? (value < 0 ? -.infinity : .infinity) : rounded
  }

  /// The first of some numbers that has no nearest one in the format: NaN, and what is beyond the largest.
  package func firstBeyond(_ values: [Double]) -> Int? {
    let largest = range.largest
    return values.firstIndex { !(abs($0) <= largest) && !nearest($0).isFinite }
  }

  private static func power(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// As the kernels know it, of the emulated ones.
  fileprivate func rounding(_ policy: ck_policy) -> ck_rounding {
    let dropped = 23 - fractionBits
    // Below its own normal numbers float32 has bfloat16's exponents, too.
    let isNarrower = self == .float16
    return ck_rounding(
      policy: policy, dropped_bits: UInt32(dropped), least_normal: isNarrower ? Float(range.leastNormal) : 0,
      largest: Float(range.largest),
      anchor: isNarrower ? Float(1.5 * Self.power(23) * ulpOfOne * range.leastNormal) : 0)
  }
}

/// Where networks in 16-bit formats round. Frameworks differ in it, so it has names; weights, inputs and states are
/// numbers of the format in all of them, and each rounds wherever the one before it does.
public enum Rounding: String, CaseIterable, Codable, Comparable, Sendable {
  /// h and c as they are stored, and nothing else: h' is computed from the c' that is not rounded yet.
  case storage
  /// The products W x and U h, too, once each and without biases, as PyTorch's CUDA cells have them: sums, biases and
  /// activations are float32.
  case fused
  /// After every operation, as PyTorch's cells on the CPU: a product is one operation with its bias, summed in float32.
  /// A GRU's new state is (h - n) z + n.
  case stepwise

  public static func < (one: Rounding, other: Rounding) -> Bool {
    one.policy.rawValue < other.policy.rawValue
  }

  fileprivate var policy: ck_policy {
    switch self {
    case .storage: ck_in_storage
    case .fused: ck_in_products
    case .stepwise: ck_at_every_step
    }
  }
}

/// In which numbers a network computes, and where it rounds to them.
public struct Arithmetic: Hashable, Sendable {
  /// What numbers are rounded to.
  public let precision: Precision
  /// Nil in float32 and float64, which round every operation.
  public let rounding: Rounding?

  /// - Parameters:
  ///   - precision: that numbers have.
  ///   - rounding: of 16-bit formats; fused by default, since these are trained and run on graphics cards.
  public init(_ precision: Precision, _ rounding: Rounding = .fused) {
    self.precision = precision
    self.rounding = precision.isEmulated ? rounding : nil
  }

  /// float32; bfloat16 fused.
  package var words: String { rounding.map { "\(precision.rawValue) \($0.rawValue)" } ?? precision.rawValue }

  /// As the kernels know it.
  var kernel: ck_rounding { rounding.map { precision.rounding($0.policy) } ?? ck_rounding() }

  /// The value, rounded if that is done under this policy.
  func rounded<Scalar: NetworkScalar>(_ from: Rounding, _ value: Scalar) -> Scalar {
    guard let rounding, rounding >= from else { return value }
    return Scalar(precision.nearest(Double(value)))
  }

  /// Rounds numbers where they are, on a path's kernels.
  func round<Scalar: NetworkScalar>(_ buffer: AlignedBuffer<Scalar>, count: Int, path: SIMDPath) {
    guard rounding != nil, let buffer = buffer as? AlignedBuffer<Float> else { return }
    var kernel = kernel
    path.functions.round(&kernel, buffer.base, buffer.base, count)
  }
}
