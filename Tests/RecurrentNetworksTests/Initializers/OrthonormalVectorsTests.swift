import Testing

@testable import RecurrentNetworks

@Suite struct OrthonormalVectorsTests {
  /// Modified Gram-Schmidt, twice, written out.
  private static func oneByOne(_ count: Int, _ length: Int, _ stream: RandomStream) -> [[Double]] {
    var vectors: [[Double]] = []
    for vector in 0..<count {
      var v = normals(vector, length, stream)
      for _ in 0..<2 {
        for earlier in vectors {
          var product = 0.0
          for i in 0..<length { product += v[i] * earlier[i] }
          for i in 0..<length { v[i] -= product * earlier[i] }
        }
      }
      let norm = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      vectors.append(v.map { $0 / norm })
    }
    return vectors
  }

  private static func normals(_ vector: Int, _ length: Int, _ stream: RandomStream) -> [Double] {
    (0..<length).map { Double(stream.normal(UInt64(vector * length + $0))) }
  }

  private static func rows(_ vectors: OrthonormalVectors) -> [[Double]] {
    (0..<vectors.count).map { vector in (0..<vectors.length).map { vectors[vector, $0] } }
  }

  /// Networks of these sizes have always been drawn so: the very bits.
  @Test(arguments: [(1, 1), (3, 31), (12, 48), (33, 65)]) func fewAreMadeOneByOne(count: Int, length: Int) {
    let stream = RandomStream(seed: 4)
    let found = Self.rows(OrthonormalVectors(count: count, length: length, stream: stream))
    #expect(found == Self.oneByOne(count, length, stream))
  }

  /// Panels and slices that are full and that are not, square and wide: orthonormal to rounding, and the vectors that
  /// Gram-Schmidt makes, which are the only ones with positive products with the normals they come from.
  @Test(arguments: [(257, 257), (288, 320), (270, 301)]) func manyAreTheSameToRounding(
    count: Int, length: Int
  ) {
    let stream = RandomStream(seed: 6)
    let found = Self.rows(OrthonormalVectors(count: count, length: length, stream: stream))
    var worst = 0.0
    for i in 0..<count {
      for j in 0...i {
        let product = zip(found[i], found[j]).reduce(0) { $0 + $1.0 * $1.1 }
        worst = max(worst, abs(product - (i == j ? 1 : 0)))
      }
    }
    #expect(worst < 1e-14, "\(worst)")
    // The last of as many vectors as there are places is what little is left of its normals.
    let plain = Self.oneByOne(count, length, stream)
    for (x, y) in zip(found.joined(), plain.joined()) where abs(x - y) > 1e-10 { Issue.record("\(x) \(y)") }
  }

  @Test func manyHaveTheSameBitsOnEveryPath() {
    let stream = RandomStream(seed: 7)
    let found = SIMDPath.supported.map {
      Self.rows(OrthonormalVectors(count: 300, length: 310, stream: stream, path: $0))
    }
    for other in found { #expect(other == found[0]) }
  }
}
