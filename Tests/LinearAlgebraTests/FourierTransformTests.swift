import Foundation
import Testing

@testable import LinearAlgebra

@Suite struct FourierTransformTests {
  private typealias Lanes = FourierTransform.Lanes

  /// Numbers without a pattern, other ones in every lane.
  private static func numbers(_ length: Int, _ seed: Double) -> [Lanes] {
    (0..<length).map { place in
      Lanes((0..<Lanes.scalarCount).map { lane in sin(seed + Double(place * place) + 0.7 * Double(lane)) })
    }
  }

  /// The sequences of products of spectra are circular convolutions, here written out, of every length up to 256.
  @Test(arguments: 0...8) func productsOfSpectraAreConvolutions(power: Int) {
    let length = 1 << power
    let transform = FourierTransform(length: length)
    var (aReal, aImaginary) = (Self.numbers(length, 1), Self.numbers(length, 2))
    var (bReal, bImaginary) = (Self.numbers(length, 3), Self.numbers(length, 4))
    let expected = (0..<length).map { place in
      (0..<length).reduce(into: (real: Lanes(), imaginary: Lanes())) { sums, k in
        let other = (place - k + length) % length
        sums.real += aReal[k] * bReal[other] - aImaginary[k] * bImaginary[other]
        sums.imaginary += aReal[k] * bImaginary[other] + aImaginary[k] * bReal[other]
      }
    }
    transform.forward(&aReal, &aImaginary)
    transform.forward(&bReal, &bImaginary)
    var real = (0..<length).map { aReal[$0] * bReal[$0] - aImaginary[$0] * bImaginary[$0] }
    var imaginary = (0..<length).map { aReal[$0] * bImaginary[$0] + aImaginary[$0] * bReal[$0] }
    transform.inverse(&real, &imaginary)
    // Terms of at most 2, `length` of them.
    let tolerance = 1e-15 * Double(length)
    for place in 0..<length {
      for lane in 0..<Lanes.scalarCount {
        #expect(abs(real[place][lane] / Double(length) - expected[place].real[lane]) <= 4 * tolerance)
        #expect(
          abs(imaginary[place][lane] / Double(length) - expected[place].imaginary[lane]) <= 4 * tolerance)
      }
    }
  }

  /// A constant has one frequency, an impulse all.
  @Test func constantsAndImpulses() {
    let transform = FourierTransform(length: 32)
    var (real, imaginary) = ([Lanes](repeating: .one, count: 32), [Lanes](repeating: .zero, count: 32))
    transform.forward(&real, &imaginary)
    #expect(real[0] == Lanes(repeating: 32))
    #expect((1..<32).allSatisfy { abs(real[$0][1]) < 1e-14 && abs(imaginary[$0][3]) < 1e-14 })
    real = [Lanes](repeating: .zero, count: 32)
    real[0] = .one
    imaginary = [Lanes](repeating: .zero, count: 32)
    transform.forward(&real, &imaginary)
    #expect(real.allSatisfy { $0 == .one } && imaginary.allSatisfy { $0 == .zero })
  }
}
