/// Values to be summed up in a few numbers. Every number is NaN where there are too few values for it.
package struct Sample {
  package let values: [Double]

  package init(_ values: [Double]) {
    self.values = values
  }

  package var mean: Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  /// The square root of the unbiased estimate of the variance (squares divided by count - 1).
  package var standardDeviation: Double {
    guard values.count > 1 else { return .nan }
    let center = mean
    let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    return (squares / Double(values.count - 1)).squareRoot()
  }

  /// The middle value, or the mean of the two in the middle.
  package var median: Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}

/// A count of steps that may be right-censored.
///
/// When `reached` is false it is not known when the event happens; `steps` then holds a number of steps before which it
/// did not, at most the horizon, so that a mean over such counts is a lower bound.
public struct CensoredSteps: Codable, Hashable, Sendable {
  /// Shared steps until the event (1 is the first shared step), or a lower bound of them.
  public var steps: Int
  /// Whether the event was seen, and for good where that is asked.
  public var reached: Bool

  /// One number for putting counts of one horizon in order, which is quicker than by two: those that were not reached are
  /// above all others.
  fileprivate var order: Int { reached ? steps : steps + Self.aboveAll }

  fileprivate init(order: Int) {
    reached = order < Self.aboveAll / 2
    steps = reached ? order : order - Self.aboveAll
  }

  private static var aboveAll: Int { 1 << 40 }

  /// A count, or a lower bound.
  public init(steps: Int, reached: Bool) {
    self.steps = steps
    self.reached = reached
  }

  /// The steps, for putting counts of one horizon in order: those that were not reached are equal to each other
  /// and above all others.
  package var rankingSteps: Int { reached ? steps : .max }
}

/// Counts of runs that share one horizon, some of them right-censored at its end. NaN where there is nothing to sum
/// up.
public struct CensoredSample: Equatable, Sendable {
  /// In the order given.
  public let counts: [CensoredSteps]

  /// A median of counts that may be right-censored.
  public struct Median: Equatable, Sendable {
    /// NaN for no counts.
    public let steps: Double
    /// Whether too many counts were censored to say more than that the median is at least this.
    public let isLowerBound: Bool
  }

  /// A sample of counts, some of which may be lower bounds.
  public init(_ counts: [CensoredSteps]) {
    self.counts = counts
  }

  /// How many counts.
  public var count: Int { counts.count }

  /// Share of the counts that were reached.
  public var fraction: Double { Sample(counts.map { $0.reached ? 1 : 0 }).mean }

  /// The mean of the steps; a lower bound if any is censored.
  public var mean: Double { steps.mean }

  /// The mean of the smaller of steps and horizon: the area under the Kaplan-Meier estimate of the share that is not there
  /// yet, up to the horizon. Since all censored counts are above the others, they count with the horizon.
  ///
  /// - Parameter horizon: no count is larger.
  public func restrictedMean(horizon: Int) -> Double {
    Sample(counts.map { Double($0.reached ? $0.steps : horizon) }).mean
  }

  /// Of the steps, with ddof = 1; NaN for fewer than two.
  public var standardDeviation: Double { steps.standardDeviation }

  /// The middle count, or the mean of the two in the middle.
  ///
  /// Every censored count is above every reached one, since all share the horizon: where the middle was reached
  /// the median is exact, however many counts above it were not, and a lower bound otherwise.
  public var median: Median {
    guard !counts.isEmpty else { return Median(steps: .nan, isLowerBound: false) }
    let sorted = counts.map { $0.order }.sorted()
    let (lower, upper) = (
      CensoredSteps(order: sorted[(sorted.count - 1) / 2]), CensoredSteps(order: sorted[sorted.count / 2])
    )
    return Median(
      steps: (Double(lower.steps) + Double(upper.steps)) / 2, isLowerBound: !upper.reached)
  }

  private var steps: Sample { Sample(counts.map { Double($0.steps) }) }
}
