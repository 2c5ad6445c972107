/// What one divergence run measured: one network, one pair of input sequences.
///
/// The pair agrees from the first shared step on (k = 1). With d(k) the largest absolute difference between
/// the two outputs at shared step k, and H the horizon (the number of shared steps):
public struct DivergenceMeasurement: Codable, Equatable, Sendable {
  /// The first k at which the outputs are bit-identical.
  public var firstEqual: CensoredSteps
  /// The first k from which the outputs stay bit-identical. The headline number.
  public var settled: CensoredSteps
  /// The first k at which the complete state (every layer's h and c) is bit-identical.
  public var merged: CensoredSteps
  /// For each threshold of the settings, in their order: the first k from which d stays at or below it.
  public var thresholds: [CensoredSteps]
  public var outcome: DivergenceOutcome
  /// d at the last shared step: 0 when merged.
  public var finalDifference: Double
  /// Least-squares slope of ln d(k) per step while d lies between 1e-1 and 1e-5; its negative inverse is the
  /// memory's time constant. NaN when fewer than two steps lie in that stretch.
  public var forgettingRate: Double
  /// d at each of the settings' `curveSteps`; empty when none were asked for.
  public var curve: [Float]

  public init(
    firstEqual: CensoredSteps, settled: CensoredSteps, merged: CensoredSteps,
    thresholds: [CensoredSteps], outcome: DivergenceOutcome, finalDifference: Double,
    forgettingRate: Double, curve: [Float] = []
  ) {
    self.firstEqual = firstEqual
    self.settled = settled
    self.merged = merged
    self.thresholds = thresholds
    self.outcome = outcome
    self.finalDifference = finalDifference
    self.forgettingRate = forgettingRate
    self.curve = curve
  }
}

/// How a divergence run ended.
public enum DivergenceOutcome: Int8, CaseIterable, Codable, Sendable {
  /// The complete states became bit-identical: nothing can differ again.
  case merged = 0
  /// Not merged, but over the last 1,000 steps the outputs differ by at most 1,024 units of `ulpOfOne`:
  /// the memory is gone and what remains is float rounding that keeps itself alive.
  case roundingFloor = 1
  /// The outputs still differ by more than rounding can explain.
  case diverged = 2

  /// The name used in results files and tables.
  public var name: String {
    switch self {
    case .merged: "merged"
    case .roundingFloor: "rounding_floor"
    case .diverged: "diverged"
    }
  }
}
