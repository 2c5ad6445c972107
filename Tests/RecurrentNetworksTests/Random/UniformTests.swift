import Testing

@testable import RecurrentNetworks

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
