extension RandomStream {
  /// Whole number `index` of the stream, uniform from 0 to below `bound`: 64 random bits times the bound,
  /// divided by 2^64, which favours no value by more than bound / 2^64.
  ///
  /// - Precondition: `bound` is at least 1.
  public func integer(below bound: Int, at index: UInt64 = 0) -> Int {
    precondition(bound >= 1)
    let words = block(index / 2)
    let half = index % 2 == 0 ? (words[0], words[1]) : (words[2], words[3])
    let bits = UInt64(half.0) | UInt64(half.1) << 32
    return Int(bits.multipliedFullWidth(by: UInt64(bound)).high)
  }
}
