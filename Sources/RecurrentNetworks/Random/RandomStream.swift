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
  public func child(_ path: UInt64...) -> RandomStream {
    var key = key
    for word in path {
      let words = Self.words(word, domain: Self.keys, key: key)
      key = UInt64(words[0]) | UInt64(words[1]) << 32
    }
    return RandomStream(key: key)
  }

  /// Random words 4n ..< 4n + 4 of the stream.
  func words(_ index: UInt64) -> SIMD4<UInt32> { Self.words(index, domain: Self.draws, key: key) }

  /// Uniform number `index` of the stream, in [0, 1), with all 53 bits.
  public func uniform(_ index: UInt64) -> Double {
    let words = words(index / 2)
    let half = index % 2 == 0 ? (words[0], words[1]) : (words[2], words[3])
    return Double((UInt64(half.0) | UInt64(half.1) << 32) >> 11) * 0x1p-53
  }

  private static let draws: UInt32 = 0
  private static let keys: UInt32 = 1

  private static func words(_ index: UInt64, domain: UInt32, key: UInt64) -> SIMD4<UInt32> {
    Philox.words(
      counter: SIMD4(UInt32(truncatingIfNeeded: index), UInt32(index >> 32), 0, domain),
      key: SIMD2(UInt32(truncatingIfNeeded: key), UInt32(key >> 32)))
  }
}

extension RandomStream {
  /// Whole number `index` of the stream, uniform from 0 to below `bound`: 64 random bits times the bound,
  /// divided by 2^64, which favours no value by more than bound / 2^64.
  ///
  /// - Precondition: `bound` is at least 1.
  public func integer(below bound: Int, at index: UInt64 = 0) -> Int {
    precondition(bound >= 1)
    let words = words(index / 2)
    let half = index % 2 == 0 ? (words[0], words[1]) : (words[2], words[3])
    let bits = UInt64(half.0) | UInt64(half.1) << 32
    return Int(bits.multipliedFullWidth(by: UInt64(bound)).high)
  }
}

extension RandomStream {
  /// The elements in random order, every order as probable as any other: the algorithm of Fisher & Yates in the
  /// form of Durstenfeld (1964), a random number per element.
  public func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    for last in elements.indices.dropFirst().reversed() {
      elements.swapAt(last, integer(below: last + 1, at: UInt64(last)))
    }
    return elements
  }
}

/// Philox 4x32-10, the counter-based generator of Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as
/// easy as 1, 2, 3" (SC 2011): a keyed bijection on 128-bit counters, ten rounds.
enum Philox {
  /// The four random words of one counter. Words are given least significant first, as in the paper's
  /// reference implementation.
  static func words(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var x = counter
    var k = key
    for _ in 0..<10 {
      let p0 = UInt64(x[0]) * 0xD251_1F53
      let p1 = UInt64(x[2]) * 0xCD9E_8D57
      x = SIMD4(high(p1) ^ x[1] ^ k[0], low(p1), high(p0) ^ x[3] ^ k[1], low(p0))
      k &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
    }
    return x
  }

  private static func low(_ product: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: product) }
  private static func high(_ product: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: product >> 32) }
}
