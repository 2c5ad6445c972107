import CKernels
import Foundation
import Testing

@testable import RecurrentNetworks

/// Errors in units in the last place of the correctly rounded result, spaced as at the exact value.
@Suite struct ActivationTests {
  /// The bounds that the documentation states.
  static let most = 2.0

  /// Every 4,099th float32 of all 2^32 (a prime, so that all exponents and low bits are met), and the corners.
  private static let floats: [Float] =
    stride(from: UInt64(0), to: 1 << 32, by: 4_099).map { Float(bitPattern: UInt32($0)) } + corners
  private static let corners: [Float] = [
    0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, -.leastNormalMagnitude,
    .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .infinity, -.infinity, .nan, 87.3, -87.34, -88.73,
    -103.9, -104, -104.1, 9.01, 9.1, 9.2, 17.4,
  ]

  private func apply<Scalar: NetworkScalar>(
    _ function: (ck_real_functions) -> (UnsafeRawPointer?, UnsafeMutableRawPointer?, Int) -> Void,
    _ values: [Scalar], on path: SIMDPath
  ) -> [Scalar] {
    let buffer = AlignedBuffer<Scalar>(count: values.count)
    for (index, value) in values.enumerated() { buffer.base[index] = value }
    function(path.functions(for: Scalar.precision))(buffer.base, buffer.base, values.count)
    return (0..<values.count).map { buffer.base[$0] }
  }

  @Test(arguments: SIMDPath.supported) func float32Sigmoid(path: SIMDPath) {
    checkFloats(apply({ $0.sigmoid }, Self.floats, on: path)) { 1 / (1 + exp(-$0)) }
  }

  @Test(arguments: SIMDPath.supported) func float32Tanh(path: SIMDPath) {
    checkFloats(apply({ $0.tanh }, Self.floats, on: path)) { tanh($0) }
  }

  private func checkFloats(_ results: [Float], exact: (Double) -> Double) {
    var worst = (error: 0.0, at: Float(0))
    for (x, y) in zip(Self.floats, results) {
      let truth = exact(Double(x))
      guard !x.isNaN else {
        if !y.isNaN { Issue.record("f(NaN) = \(y)") }
        continue
      }
      let error = abs(Double(y) - truth) / Double(Float(truth).ulp)
      if !(error <= worst.error) { worst = (error, x) }
      if y.sign != Float(truth).sign { Issue.record("sign of f(\(x)) = \(y)") }
    }
    #expect(worst.error <= Self.most, "worst at \(worst.at)")
  }

  #if arch(x86_64)
    /// The whole range of exponents, a hundred thousand places, against 80-bit arithmetic.
    @Test(arguments: SIMDPath.supported) func float64(path: SIMDPath) {
      let stream = RandomStream(seed: 9)
      var values =
        Self.corners.map { Double($0) } + [-708.4, -709.8, -744.9, -745.2, -746.5, 19.06, 19.2, 36.8]
      for index in 0..<100_000 {
        let size = exp(60 * stream.uniform(UInt64(2 * index)) - 53)
        values.append(stream.uniform(UInt64(2 * index + 1)) < 0.5 ? -size : size)
      }
      let functions: [(String, [Double], (Float80) -> Float80, Double)] = [
        ("sigmoid", apply({ $0.sigmoid }, values, on: path), { 1 / (1 + exp(-$0)) }, Self.most),
        ("tanh", apply({ $0.tanh }, values, on: path), { tanh($0) }, Self.most),
        (
          "softplus", squash(Activation(.softplus), values, on: path), { max($0, 0) + log1p(exp(-abs($0))) },
          4
        ),
        (
          "gelu", squash(Activation(.gelu), values, on: path),
          { $0 * erfc(-$0 / Float80(2).squareRoot()) / 2 }, 5.5
        ),
        ("mish", squash(Activation(.mish), values, on: path), { $0 * tanh(log1p(exp($0))) }, 5.5),
      ]
      for (name, results, exact, most) in functions {
        var worst = (error: 0.0, at: 0.0)
        for (x, y) in zip(values, results) where !x.isNaN {
          let truth = exact(Float80(x))
          if truth.isNaN || truth.isInfinite, y.isNaN == truth.isNaN { continue }
          let hasFactor = ["gelu", "mish"].contains(name)
          let ulp = max(Double(truth).ulp, hasFactor ? 1e-303.ulp : 0)
          let error = Double(abs(Float80(y) - truth) / Float80(ulp))
          if !(error <= worst.error) { worst = (error, x) }
        }
        #expect(worst.error <= most, "\(name), worst at \(worst.at)")
      }
    }
  #endif

  /// The others against the plain twin. What subtracts, multiplies or divides after the exponential may be a place or two
  /// more off.
  @Test(arguments: Activation.tested, SIMDPath.supported)
  func squashing(activation: Activation, path: SIMDPath) {
    let values = Self.floats.enumerated().filter { $0.offset % 17 == 0 }.map(\.element) + Self.corners
    let found = squash(activation, values, on: path)
    var worst = (error: 0.0, at: Float(0))
    for (x, y) in zip(values, found) {
      let exact = activation.value(at: Double(x))
      guard !exact.isNaN, Float(exact).isFinite else {
        if y.bitPattern != Float(exact).bitPattern, !(y.isNaN && exact.isNaN) {
          Issue.record("f(\(x)) = \(y), not \(exact)")
        }
        continue
      }
      let least: Double =
        switch activation.curve {
        // Slopes of a fifth and a sixth are rounded in float32.
        case .hardSigmoid, .affine: 0.5
        // Where the first factor is no normal number its product with x has no more digits than that.
        case .silu, .gelu, .mish: 1e-35
        default: 0
        }
      let size = max(abs(exact), least)
      let error = abs(Double(y) - exact) / Double(Float(size).ulp)
      if !(error <= worst.error) { worst = (error, x) }
    }
    let most = [.gelu, .mish].contains(activation.curve) ? 4.5 : 3
    #expect(worst.error <= most, "worst at \(worst.at)")
    // Of what is no number the sign does not count.
    func bits(_ numbers: [Float]) -> [UInt32] { numbers.map { $0.isNaN ? .max : $0.bitPattern } }
    #expect(bits(found) == bits(squash(activation, values, on: .best)))
  }

  /// Places where the values are known.
  @Test(arguments: SIMDPath.supported) func squashingByArithmetic(path: SIMDPath) {
    let values: [Double] = [-4, -2.5, -1, 0, 1, 2.5, 4]
    let known: [(Activation, [Double])] = [
      (.relu, [0, 0, 0, 0, 1, 2.5, 4]), (.identity, values), (.hardSigmoid, [0, 0, 0.3, 0.5, 0.7, 1, 1]),
      (.hardSigmoidSixth, [0, 0.5, 2, 3, 4, 5.5, 6].map { $0 / 6 }),
      (Activation(.softsign), [-0.8, -2.5 / 3.5, -0.5, 0, 0.5, 2.5 / 3.5, 0.8]),
      (Activation(.relu6), [0, 0, 0, 0, 1, 2.5, 4]),
      (Activation(.leakyRelu, alpha: 0.5), [-2, -1.25, -0.5, 0, 1, 2.5, 4]),
      (Activation(.thresholdedRelu), [0, 0, 0, 0, 0, 2.5, 4]),
      (Activation(.affine, alpha: -2, beta: 1), [9, 6, 3, 1, -1, -4, -7]),
    ]
    for (activation, expected) in known { #expect(squash(activation, values, on: path) == expected) }
    let far: [Double] = [0, 1_000, -1_000]
    #expect(squash(Activation(.exponential), far, on: path) == [1, .infinity, 0])
    #expect(squash(Activation(.elu), far, on: path) == [0, 1_000, -1])
    for curve in [.silu, .gelu, .mish, .hardSilu] as [Activation.Curve] {
      #expect(squash(Activation(curve), far, on: path) == [0, 1_000, 0])
    }
    #expect(squash(Activation(.softplus), Array(far.dropFirst()), on: path) == [1_000, 0])
  }

  private func squash<Scalar: NetworkScalar>(
    _ activation: Activation, _ values: [Scalar], on path: SIMDPath
  ) -> [Scalar] {
    let buffer = AlignedBuffer<Scalar>(count: values.count)
    for (index, value) in values.enumerated() { buffer.base[index] = value }
    path.functions(for: Scalar.precision).squash(activation.kernel, buffer.base, buffer.base, values.count)
    return (0..<values.count).map { buffer.base[$0] }
  }

  @Test func everyPathGivesTheSameBits() {
    for path in SIMDPath.supported {
      for function: (ck_real_functions) -> (UnsafeRawPointer?, UnsafeMutableRawPointer?, Int) -> Void in [
        { $0.sigmoid }, { $0.tanh },
      ] {
        let best = apply(function, Self.floats, on: .best).map(\.bitPattern)
        #expect(apply(function, Self.floats, on: path).map(\.bitPattern) == best)
      }
    }
  }
}
