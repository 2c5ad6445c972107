import Foundation

/// Discrete Fourier transforms of several sequences at once, of a length that is a power of two.
///
/// Transforms are in place and in radix 4. A spectrum has its frequencies in the order in which the butterflies leave
/// them, and is the input of the inverse as it is: products of spectra need no other.
package struct FourierTransform: Sendable {
  /// Sequences that are transformed together, one in each lane.
  package typealias Lanes = SIMD4<Double>

  /// n.
  package let length: Int
  /// For every level, from the longest butterflies to the shortest, the powers 1, 2 and 3 of exp(-2πi j / span) for
  /// j = 0 ..< span / 4: cosines and sines.
  private let factors: [SIMD8<Double>]

  /// - Parameter length: a power of two.
  package init(length: Int) {
    precondition(length > 0 && length & (length - 1) == 0)
    self.length = length
    var factors: [SIMD8<Double>] = []
    var span = length
    while span >= 4 {
      for j in 0..<span / 4 {
        func factor(_ power: Int) -> (cosine: Double, sine: Double) {
          let angle = -2 * Double.pi * Double(power * j) / Double(span)
          return (cos(angle), sin(angle))
        }
        let (one, two, three) = (factor(1), factor(2), factor(3))
        factors.append(
          SIMD8(one.cosine, one.sine, two.cosine, two.sine, three.cosine, three.sine, 0, 0))
      }
      span /= 4
    }
    self.factors = factors
  }

  /// The spectra of complex sequences.
  ///
  /// - Parameters:
  ///   - real: real parts, n.
  ///   - imaginary: imaginary parts, n.
  package func forward(_ real: UnsafeMutablePointer<Lanes>, _ imaginary: UnsafeMutablePointer<Lanes>) {
    factors.withUnsafeBufferPointer { factors in
      var level = 0
      var span = length
      while span >= 4 {
        let quarter = span / 4
        for base in stride(from: 0, to: length, by: span) {
          for j in 0..<quarter {
            let (a, b, c, d) = (base + j, base + j + quarter, base + j + 2 * quarter, base + j + 3 * quarter)
            let w = factors[level + j]
            let sumReal = real[a] + real[c]
            let sumImaginary = imaginary[a] + imaginary[c]
            let differenceReal = real[a] - real[c]
            let differenceImaginary = imaginary[a] - imaginary[c]
            let otherReal = real[b] + real[d]
            let otherImaginary = imaginary[b] + imaginary[d]
            // -i (b - d)
            let turnedReal = imaginary[b] - imaginary[d]
            let turnedImaginary = real[d] - real[b]
            real[a] = sumReal + otherReal
            imaginary[a] = sumImaginary + otherImaginary
            let (oneReal, oneImaginary) = (differenceReal + turnedReal, differenceImaginary + turnedImaginary)
            real[b] = oneReal * w[0] - oneImaginary * w[1]
            imaginary[b] = oneReal * w[1] + oneImaginary * w[0]
            let (twoReal, twoImaginary) = (sumReal - otherReal, sumImaginary - otherImaginary)
            real[c] = twoReal * w[2] - twoImaginary * w[3]
            imaginary[c] = twoReal * w[3] + twoImaginary * w[2]
            let (threeReal, threeImaginary) = (
              differenceReal - turnedReal, differenceImaginary - turnedImaginary
            )
            real[d] = threeReal * w[4] - threeImaginary * w[5]
            imaginary[d] = threeReal * w[5] + threeImaginary * w[4]
          }
        }
        level += quarter
        span = quarter
      }
      if span == 2 { pairs(real, imaginary) }
    }
  }

  /// The sequences of spectra, times n.
  package func inverse(_ real: UnsafeMutablePointer<Lanes>, _ imaginary: UnsafeMutablePointer<Lanes>) {
    factors.withUnsafeBufferPointer { factors in
      let isOdd = length.trailingZeroBitCount % 2 == 1
      if isOdd { pairs(real, imaginary) }
      var span = isOdd ? 8 : 4
      var level = factors.count
      while span <= length {
        let quarter = span / 4
        level -= quarter
        for base in stride(from: 0, to: length, by: span) {
          for j in 0..<quarter {
            let (a, b, c, d) = (base + j, base + j + quarter, base + j + 2 * quarter, base + j + 3 * quarter)
            let w = factors[level + j]
            let oneReal = real[b] * w[0] + imaginary[b] * w[1]
            let oneImaginary = imaginary[b] * w[0] - real[b] * w[1]
            let twoReal = real[c] * w[2] + imaginary[c] * w[3]
            let twoImaginary = imaginary[c] * w[2] - real[c] * w[3]
            let threeReal = real[d] * w[4] + imaginary[d] * w[5]
            let threeImaginary = imaginary[d] * w[4] - real[d] * w[5]
            let (sumReal, sumImaginary) = (real[a] + twoReal, imaginary[a] + twoImaginary)
            let (otherReal, otherImaginary) = (real[a] - twoReal, imaginary[a] - twoImaginary)
            let (differenceReal, differenceImaginary) = (oneReal + threeReal, oneImaginary + threeImaginary)
            // i (one - three)
            let (turnedReal, turnedImaginary) = (threeImaginary - oneImaginary, oneReal - threeReal)
            real[a] = sumReal + differenceReal
            imaginary[a] = sumImaginary + differenceImaginary
            real[c] = sumReal - differenceReal
            imaginary[c] = sumImaginary - differenceImaginary
            real[b] = otherReal + turnedReal
            imaginary[b] = otherImaginary + turnedImaginary
            real[d] = otherReal - turnedReal
            imaginary[d] = otherImaginary - turnedImaginary
          }
        }
        span *= 4
      }
    }
  }

  private func pairs(_ real: UnsafeMutablePointer<Lanes>, _ imaginary: UnsafeMutablePointer<Lanes>) {
    for first in stride(from: 0, to: length, by: 2) {
      (real[first], real[first + 1]) = (real[first] + real[first + 1], real[first] - real[first + 1])
      (imaginary[first], imaginary[first + 1]) = (
        imaginary[first] + imaginary[first + 1], imaginary[first] - imaginary[first + 1]
      )
    }
  }
}
