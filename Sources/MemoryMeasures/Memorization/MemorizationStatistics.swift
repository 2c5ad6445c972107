
/// Statistics over the measured repeats of one grid cell. NaN where there is nothing to average.
public struct MemorizationStatistics: Equatable, Sendable {
  /// Finished repeats, whatever their outcome.
  public let count: Int
  /// Repeats whose training stayed finite: those that losses are averaged over.
  public let trainedCount: Int
  /// Repeats whose training diverged.
  public let divergedCount: Int
  /// Whether the position is beyond the longest sequence, so that there is nothing to learn.
  public let hasNoTarget: Bool
  public let meanLoss: Double
  /// Sample standard deviation (divided by count - 1): NaN for fewer than two trained repeats.
  public let stdLoss: Double
  /// Share of the repeats that learned; one whose training diverged did not.
  public let learnedFraction: Double

  public init(_ records: [MemorizationMeasurement], isLearned: (Double) -> Bool) {
    let losses = records.filter { $0.outcome == .trained }.map(\.loss)
    count = records.count
    trainedCount = losses.count
    divergedCount = records.count { $0.outcome == .diverged }
    hasNoTarget = records.contains { $0.outcome == .noTarget }
    meanLoss = Sample(losses).mean
    stdLoss = Sample(losses).standardDeviation
    learnedFraction =
      Sample(
        records.compactMap { record in
          switch record.outcome {
          case .trained: isLearned(record.loss) ? 1 : 0
          case .diverged: 0
          case .noTarget: nil
          }
        }
      ).mean
  }
}
