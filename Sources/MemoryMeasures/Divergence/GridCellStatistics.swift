
/// Statistics over the measured repeats of one grid cell. Steps are shared steps; a run that did not get
/// there counts with the horizon, so that a mean over such runs is a lower bound. NaN where there is nothing
/// to average.
public struct GridCellStatistics: Equatable, Sendable {
  /// Measured repeats: those that neither failed nor are missing.
  public let count: Int
  public let meanSettledSteps: Double
  /// Sample standard deviation (divided by count - 1): NaN for fewer than two repeats.
  public let stdSettledSteps: Double
  public let medianSettledSteps: Double
  /// Share of the repeats that settled within the horizon.
  public let settledFraction: Double
  public let meanFirstEqualSteps: Double
  /// For each threshold of the settings, in their order.
  public let meanThresholdSteps: [Double]
  /// Share of the repeats that came to stay within each threshold.
  public let thresholdFractions: [Double]

  /// - Parameters:
  ///   - measurements: of one grid cell, in the order of the repeats.
  ///   - thresholdCount: how many thresholds each of them has.
  public init(_ measurements: [DivergenceMeasurement], thresholdCount: Int) {
    count = measurements.count
    let settled = Sample(measurements.map { Double($0.settled.steps) })
    meanSettledSteps = settled.mean
    stdSettledSteps = settled.standardDeviation
    medianSettledSteps = settled.median
    settledFraction = Sample(measurements.map { $0.settled.reached ? 1 : 0 }).mean
    meanFirstEqualSteps = Sample(measurements.map { Double($0.firstEqual.steps) }).mean
    meanThresholdSteps = (0..<thresholdCount).map { index in
      Sample(measurements.map { Double($0.thresholds[index].steps) }).mean
    }
    thresholdFractions = (0..<thresholdCount).map { index in
      Sample(measurements.map { $0.thresholds[index].reached ? 1 : 0 }).mean
    }
  }
}
