/// An endless sequence of random numbers in which any place can be read directly.
///
/// A stream is nothing but a Philox key, so it is a pure function of the seed and of the words by which it was
/// derived: grid coordinates, a role, an index. Whoever knows those can draw the same numbers again, in any
/// order and on any thread.
public struct RandomStream: Hashable, Sendable {
  let key: UInt64

  init(key: UInt64) { self.key = key }

  /// The stream of a seed, of which all others are children.
  public init(seed: UInt64) { self.init(key: seed) }

  /// The stream named by these words within this one.
  ///
  /// Each word in turn is a counter whose random words become the next key. Counters for keys and for draws
  /// differ in their last word, so a stream and its children share no counter.
  public func child(_ path: UInt64...) -> RandomStream { path.reduce(self) { $0.child($1) } }

  /// The stream named by a word within this one.
  public func child(_ word: UInt64) -> RandomStream {
    let words = Self.words(word, domain: Self.keys, key: key)
    return RandomStream(key: UInt64(words[0]) | UInt64(words[1]) << 32)
  }

  /// Random words 4n ..< 4n + 4 of the stream.
  func words(_ index: UInt64) -> SIMD4<UInt32> { Self.words(index, domain: Self.draws, key: key) }

  /// Uniform number `index` of the stream, in [0, 1), with all 53 bits.
  public func uniform(_ index: UInt64) -> Double { Self.uniform(bits(index / 2)[Int(index % 2)]) }

  /// What is made of the uniform numbers 0 ..< count. Of every two, which come of the same words, the words are
  /// computed once.
  func uniforms<Value>(_ count: Int, _ transform: (Double) -> Value) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(count)
    for pair in 0..<UInt64((count + 1) / 2) {
      let bits = bits(pair)
      values.append(transform(Self.uniform(bits[0])))
      if values.count < count { values.append(transform(Self.uniform(bits[1]))) }
    }
    return values
  }

  /// Uniform numbers 0 ..< count, in [0, 1), with all 53 bits.
  package func uniforms(_ count: Int) -> [Double] { uniforms(count) { $0 } }

  private static func uniform(_ bits: UInt64) -> Double { Double(bits >> 11) * 0x1p-53 }

  /// Random words 4n ..< 4n + 4 as two numbers, the first word of each the lower half.
  private func bits(_ index: UInt64) -> SIMD2<UInt64> {
    let words = words(index)
    return SIMD2(UInt64(words[0]) | UInt64(words[1]) << 32, UInt64(words[2]) | UInt64(words[3]) << 32)
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
    return Self.integer(below: bound, bits(index / 2)[Int(index % 2)])
  }

  private static func integer(below bound: Int, _ bits: UInt64) -> Int {
    Int(bits.multipliedFullWidth(by: UInt64(bound)).high)
  }
}

extension RandomStream {
  /// The elements in random order, every order as probable as any other: the algorithm of Fisher & Yates in the
  /// form of Durstenfeld (1964), a random number per element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int)
  public func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    var pair = SIMD2<UInt64>()
    for last in elements.indices.dropFirst().reversed() {
      // Numbers last and last - 1 come of the same words, if last is odd.
      if last % 2 == 1 || last == elements.count - 1 { pair = bits(UInt64(last / 2)) }
      elements.swapAt(last, Self.integer(below: last + 1, pair[last % 2]))
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
    var (x0, x1, x2, x3) = (counter[0], counter[1], counter[2], counter[3])
    var (k0, k1) = (key[0], key[1])
    for _ in 0..<10 {
      let p0 = UInt64(x0) &* 0xD251_1F53
      let p1 = UInt64(x2) &* 0xCD9E_8D57
      (x0, x1, x2, x3) = (high(p1) ^ x1 ^ k0, low(p1), high(p0) ^ x3 ^ k1, low(p0))
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return SIMD4(x0, x1, x2, x3)
  }

  private static func low(_ product: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: product) }
  private static func high(_ product: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: product >> 32) }
}
