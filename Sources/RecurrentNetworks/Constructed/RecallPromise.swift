/// How exactly a network is known to return its first input, whatever comes after.
public struct RecallPromise: Codable, Hashable, Sendable {
  /// The first step after which the answer is there; it stays for ever.
  public let firstStep: Int
  /// The answer is the first input bit for bit if its magnitude lies in this range,
  public let exactRange: ClosedRange<Double>
  /// and off by at most this much if it is smaller.
  public let smallInputError: Double

  /// Largest possible |answer - first input|. Nil beyond the range, for which nothing is promised.
  public func bound(firstInput: Double) -> Double? {
    if exactRange.contains(firstInput.magnitude) { return 0 }
    return firstInput.magnitude < exactRange.lowerBound ? smallInputError : nil
  }
}
