/// How much of the input k steps ago a linear readout recovers, for every delay k = 1 ... K.
public struct CapacityMeasurement: Codable, Equatable, Sendable {
  /// MC_k: the squared correlation on the test sequence, corrected for chance; of a network with several inputs
  /// the sum over them. About 0 where nothing is remembered, and below 0 as often as above; 1 (per input) where
  /// the delayed input is recovered exactly.
  public var memoryFunction: [Double]
  /// Mean squared correlation of readouts that were fitted to shuffled targets: what a network scores that
  /// remembers nothing. Of a network with several inputs the sum over them.
  public var noiseFloor: [Double]
  /// Standard error of the total, from blocks of the test sequence left out in turn.
  public var standardError: Double

  public init(memoryFunction: [Double], noiseFloor: [Double], standardError: Double) {
    self.memoryFunction = memoryFunction
    self.noiseFloor = noiseFloor
    self.standardError = standardError
  }

  /// MC: the sum of the memory function. For independent inputs at most the number of units (Jaeger 2001), but
  /// for its sampling error.
  public var total: Double { memoryFunction.reduce(0, +) }
}
