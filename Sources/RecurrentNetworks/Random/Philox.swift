/// Philox 4x32-10, the counter-based generator of Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as
/// easy as 1, 2, 3" (SC 2011): a keyed bijection on 128-bit counters, ten rounds.
public enum Philox {
  /// The four random words of one counter. Words are given least significant first, as in the paper's
  /// reference implementation.
  public static func words(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
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
