import Foundation
import Testing

@testable import RecurrentNetworks

@Suite struct RandomStreamTests {
  @Test func childrenArePureFunctionsOfTheirWords() {
    let stream = RandomStream(seed: 7)
    #expect(stream.child(1, 2) == RandomStream(seed: 7).child(1).child(2))
    let relatives = [stream, stream.child(1), stream.child(2), stream.child(1, 2), stream.child(2, 1)]
    #expect(Set(relatives).count == relatives.count)
    #expect(stream.child(1) != RandomStream(seed: 8).child(1))
  }

  @Test func uniformsFillTheUnitInterval() {
    let stream = RandomStream(seed: 3)
    let values = (0..<10_000).map { stream.uniform(UInt64($0)) }
    #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(Set(values).count == values.count)
    // Four standard errors.
    #expect(abs(mean(values) - 0.5) < 4 * (1.0 / 12).squareRoot() / 100)
  }

  /// Any stretch, from any place, on every path: the plain twin's numbers, bit for bit.
  @Test(arguments: SIMDPath.supported) func fastNormalsAreThePlainOnes(path: SIMDPath) {
    let stream = RandomStream(seed: 11).child(5)
    let plain = (0..<700).map { stream.normal(UInt64($0)).bitPattern }
    for (first, count) in [(0, 700), (0, 64), (1, 63), (63, 2), (64, 128), (17, 300), (130, 0), (699, 1)] {
      let buffer = AlignedBuffer<Float>(count: count + 1)
      buffer[count] = 42
      stream.fillNormals(buffer, first: UInt64(first), count: count, path: path)
      #expect((0..<count).map { buffer[$0].bitPattern } == Array(plain[first..<first + count]))
      #expect(buffer[count] == 42, "nothing is written past the end")
    }
  }

  /// Places beyond 2^32 counters use the counter's second word.
  @Test(arguments: SIMDPath.supported) func normalsFarOut(path: SIMDPath) {
    let stream = RandomStream(seed: 1)
    let first: UInt64 = 4 << 32 - 40
    let buffer = AlignedBuffer<Float>(count: 100)
    stream.fillNormals(buffer, first: first, count: 100, path: path)
    for index in 0..<100 { #expect(buffer[index] == stream.normal(first + UInt64(index))) }
  }

  /// Moments, tails and the distribution function of a million normals, each within five standard errors.
  @Test func normalsAreStandardNormals() {
    let count = 1_000_000
    let buffer = AlignedBuffer<Float>(count: count)
    RandomStream(seed: 2).fillNormals(buffer, first: 0, count: count, path: .best)
    let values = (0..<count).map { Double(buffer[$0]) }
    let error = 1 / Double(count).squareRoot()
    for (power, moment, variance) in [(1, 0.0, 1.0), (2, 1, 2), (3, 0, 15), (4, 3, 96)] {
      let found = mean(values.map { pow($0, Double(power)) })
      #expect(abs(found - moment) < 5 * variance.squareRoot() * error, "moment \(power): \(found)")
    }
    for bound in [-3.0, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 4] {
      let probability = 0.5 * erfc(-bound / 2.0.squareRoot())
      let found = mean(values.map { $0 <= bound ? 1 : 0 })
      let tolerance = 5 * (probability * (1 - probability)).squareRoot() * error
      #expect(abs(found - probability) < tolerance, "P(x <= \(bound)): \(found)")
    }
    let lagged = mean(zip(values, values.dropFirst()).map { $0 * $1 })
    #expect(abs(lagged) < 5 * error)
  }

  /// Every bound up to 20 divides the 64-bit words of the stream into equal parts.
  @Test func integersAreUniform() {
    let stream = RandomStream(seed: 3)
    for bound in 1...20 {
      var counts = [Int](repeating: 0, count: bound)
      for index in 0..<UInt64(1_000 * bound) { counts[stream.integer(below: bound, at: index)] += 1 }
      // 1,000 expected each; five standard deviations.
      #expect(counts.allSatisfy { abs(Double($0) - 1_000) < 5 * 1_000.0.squareRoot() }, "\(bound): \(counts)")
    }
    for index in 0..<UInt64(100) {
      let exact = stream.uniform(index) * 0x1p40
      #expect(stream.integer(below: 1 << 40, at: index) == Int(exact), "the same words as the uniforms")
    }
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
