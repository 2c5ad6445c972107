/// How a constructed network returns the first input: answer = scale · h[unit].
public struct RecallGuarantee: Equatable, Sendable {
  public let unit: Int
  /// A power of two.
  public let scale: Double
  /// The readout as a function of the whole output.
  public let readout: LinearReadout
  /// How exact the answer is.
  public let promise: RecallPromise
  /// Later inputs up to this magnitude change nothing.
  public let largestLaterInput: Double
}
