/// A given network compared with its twins of one kind, by one count.
public struct TwinComparison: Sendable {
  public let network: String
  public let kind: TwinKind
  public let measure: StepsMeasure
  /// Pairs of a run of the network and one of a twin in which the network's count is larger, ties counted half.
  public let u: Double
  /// Two-sided, of this comparison alone; NaN if either has no measured run.
  public let pValue: Double
  /// Whether the p-value is that of the permutation distribution itself, not of its normal approximation.
  public let isExact: Bool
  /// The p-value corrected for the number of comparisons: see `ComparisonResults.comparisons`.
  public var adjustedPValue: Double
  /// Cliff's delta, -1 ... 1: above 0 where the network's counts tend to be larger.
  public let delta: Double

  /// What is said of the two at 5%.
  public var finding: TwinFinding {
    guard adjustedPValue <= 0.05 else { return .noDifference }
    return delta > 0 ? .longer : .shorter
  }
}
