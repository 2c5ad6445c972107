
/// Counts of runs that share one horizon, some of them right-censored there. NaN where there is nothing to sum
/// up.
public struct CensoredSample: Sendable {
  public let counts: [CensoredSteps]

  public init(_ counts: [CensoredSteps]) {
    self.counts = counts
  }

  /// Share of the counts that were reached.
  public var fraction: Double { Sample(counts.map { $0.reached ? 1 : 0 }).mean }

  /// The mean of the steps; a lower bound if any is censored.
  public var mean: Double { Sample(counts.map { Double($0.steps) }).mean }

  /// The middle count, or the mean of the two in the middle.
  ///
  /// Every censored count is above every reached one, since all share the horizon: where the middle was reached
  /// the median is exact, however many counts above it were not, and a lower bound otherwise.
  public var median: CensoredMedian {
    guard !counts.isEmpty else { return CensoredMedian(steps: .nan, isLowerBound: false) }
    let sorted = counts.sorted { $0.rankingSteps < $1.rankingSteps }
    let (lower, upper) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
    return CensoredMedian(
      steps: (Double(lower.steps) + Double(upper.steps)) / 2, isLowerBound: !upper.reached)
  }
}

extension CensoredSteps {
  /// The steps, for putting counts of one horizon in order: those that were not reached are equal to each other
  /// and above all others.
  public var rankingSteps: Int { reached ? steps : .max }
}

/// A median of counts that may be right-censored.
public struct CensoredMedian: Equatable, Sendable {
  /// NaN for no counts.
  public let steps: Double
  /// Whether too many counts were censored to say more than that the median is at least this.
  public let isLowerBound: Bool
}


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

  public init(_ sample: CensoredSample) {
    count = sample.counts.count
    median = sample.median
    fraction = sample.fraction
    mean = sample.mean
  }
}
