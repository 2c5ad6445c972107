import MemoryMeasures

/// One count summed up over measured runs: those of a network from one source, or others that belong together.
public struct SourceStatistics: Equatable, Sendable {
  /// Measured runs: those that neither failed nor are missing.
  public let count: Int
  public let median: CensoredMedian
  /// Share of the runs that got there within the horizon.
  public let fraction: Double
  /// A lower bound where not all runs got there.
  public let mean: Double

  /// - Parameter counts: of one horizon.
  public init(_ counts: [CensoredSteps]) {
    self.init(CensoredSample(counts))
  }

  init(_ sample: CensoredSample) {
    count = sample.counts.count
    median = sample.median
    fraction = sample.fraction
    mean = sample.mean
  }
}
