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

  /// Numbers that come of the same words are those that come alone.
  @Test(arguments: 0...9) func manyAreThoseDrawnOneByOne(count: Int) {
    let stream = RandomStream(seed: 5).child(3)
    #expect(stream.uniforms(count) == (0..<count).map { stream.uniform(UInt64($0)) })
    #expect(stream.normals(count) == (0..<count).map { Double(stream.normal(UInt64($0))) })
    var elements = Array(0..<count)
    for last in elements.indices.dropFirst().reversed() {
      elements.swapAt(last, stream.integer(below: last + 1, at: UInt64(last)))
    }
    #expect(stream.shuffled(Array(0..<count)) == elements)
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

extension RandomStream {
  /// Float32 uniform number `index`: the plain twin of `fillUniforms`, bit for bit.
  fileprivate func floatUniform(_ index: UInt64) -> Float {
    let (tile, place) = index.quotientAndRemainder(dividingBy: 64)
    let word = words(tile * 16 + place % 16)[Int(place / 16)]
    return Float(word >> 8) * 0x1p-24
  }
}

@Suite struct UniformTests {
  /// Any stretch of the stream, on any path: the plain twin's bits.
  @Test(arguments: SIMDPath.supported) func everyPathDrawsTheTwinsNumbers(path: SIMDPath) {
    let stream = RandomStream(seed: 77)
    for (first, count) in [(0, 1), (0, 64), (5, 200), (63, 2), (64, 64), (127, 129), (1 << 40, 65)] {
      let buffer = AlignedBuffer<Float>(count: count)
      stream.fillUniforms(buffer.base, first: UInt64(first), count: count, path: path)
      for index in 0..<count { #expect(buffer[index] == stream.floatUniform(UInt64(first + index))) }
    }
  }

  /// Mean 1/2 and variance 1/12 to five standard errors, and nothing outside [0, 1).
  @Test func theyAreUniform() {
    let count = 100_000
    let stream = RandomStream(seed: 78)
    let values = (0..<count).map { Double(stream.floatUniform(UInt64($0))) }
    #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = values.reduce(0, +) / Double(count)
    #expect(abs(mean - 0.5) < 5 * (1 / 12 / Double(count)).squareRoot())
    let variance = values.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / Double(count)
    #expect(abs(variance - 1 / 12) < 5 * (1 / 180 / Double(count)).squareRoot())
    let tenths = Dictionary(grouping: values) { Int($0 * 10) }
    #expect(tenths.values.allSatisfy { abs($0.count - count / 10) < 500 })
  }
}

@Suite struct PhiloxTests {
  /// The vectors for philox4x32-10 in `kat_vectors` of the Random123 distribution.
  @Test func publishedKnownAnswers() {
    let ones = UInt32.max
    #expect(
      Philox.words(counter: SIMD4(0, 0, 0, 0), key: SIMD2(0, 0))
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      Philox.words(counter: SIMD4(ones, ones, ones, ones), key: SIMD2(ones, ones))
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      Philox.words(
        counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: SIMD2(0xa409_3822, 0x299f_31d0))
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }
}
