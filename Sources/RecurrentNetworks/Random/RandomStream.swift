/// An endless sequence of random numbers in which any place can be read directly.
///
/// A stream is nothing but a Philox key, so it is a pure function of the seed and of the words by which it was
/// derived: grid coordinates, a role, an index. Whoever knows those can draw the same numbers again, in any
/// order and on any thread.
public struct RandomStream: Hashable, Sendable {
  let key: UInt64

  init(key: UInt64) { self.key = key }

  public init(seed: UInt64) { self.init(key: seed) }

  /// The stream named by these words within this one.
  ///
  /// Each word in turn is a counter whose random words become the next key. Counters for keys and for draws
  /// differ in their last word, so a stream and its children share no counter.
  public func child(_ words: UInt64...) -> RandomStream {
    var key = key
    for word in words {
      let block = Self.block(word, domain: Self.keys, key: key)
      key = UInt64(block[0]) | UInt64(block[1]) << 32
    }
    return RandomStream(key: key)
  }

  /// Random words 4n ..< 4n + 4 of the stream.
  func block(_ index: UInt64) -> SIMD4<UInt32> { Self.block(index, domain: Self.draws, key: key) }

  /// Uniform number `index` of the stream, in [0, 1), with all 53 bits.
  public func uniform(_ index: UInt64) -> Double {
    let words = block(index / 2)
    let half = index % 2 == 0 ? (words[0], words[1]) : (words[2], words[3])
    return Double((UInt64(half.0) | UInt64(half.1) << 32) >> 11) * 0x1p-53
  }

  private static let draws: UInt32 = 0
  private static let keys: UInt32 = 1

  private static func block(_ index: UInt64, domain: UInt32, key: UInt64) -> SIMD4<UInt32> {
    Philox.words(
      counter: SIMD4(UInt32(truncatingIfNeeded: index), UInt32(index >> 32), 0, domain),
      key: SIMD2(UInt32(truncatingIfNeeded: key), UInt32(key >> 32)))
  }
}
