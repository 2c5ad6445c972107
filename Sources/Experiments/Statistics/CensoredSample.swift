import MemoryMeasures

/// Counts of runs that share one horizon, some of them right-censored there. NaN where there is nothing to sum
/// up.
struct CensoredSample {
  let counts: [CensoredSteps]

  init(_ counts: [CensoredSteps]) {
    self.counts = counts
  }

  /// Share of the counts that were reached.
  var fraction: Double { Sample(counts.map { $0.reached ? 1 : 0 }).mean }

  /// The mean of the steps; a lower bound if any is censored.
  var mean: Double { Sample(counts.map { Double($0.steps) }).mean }

  /// The middle count, or the mean of the two in the middle.
  ///
  /// Every censored count is above every reached one, since all share the horizon: where the middle was reached
  /// the median is exact, however many counts above it were not, and a lower bound otherwise.
  var median: CensoredMedian {
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
  var rankingSteps: Int { reached ? steps : .max }
}
