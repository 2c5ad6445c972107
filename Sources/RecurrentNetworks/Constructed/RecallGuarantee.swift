/// How exactly a constructed network returns the first input: answer = scale · h[unit].
public struct RecallGuarantee: Equatable, Sendable {
  public let unit: Int
  /// A power of two.
  public let scale: Double
  /// The readout as a function of the whole output.
  public let readout: LinearReadout
  /// The first step after which the answer is there; it stays for ever.
  public let firstStep: Int
  /// The answer is the first input bit for bit if its magnitude lies in this range,
  public let exactRange: ClosedRange<Double>
  /// and off by at most this much if it is smaller.
  public let smallInputError: Double
  /// Later inputs up to this magnitude change nothing.
  public let largestLaterInput: Double

  /// Largest possible |answer - first input|. Nil beyond the range, for which nothing is promised.
  public func bound(firstInput: Double) -> Double? {
    if exactRange.contains(firstInput.magnitude) { return 0 }
    return firstInput.magnitude < exactRange.lowerBound ? smallInputError : nil
  }
}
