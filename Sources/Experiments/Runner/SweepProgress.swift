/// How far a sweep has come.
public struct SweepProgress: Equatable, Sendable {
  /// Runs of the plan (or its part), and how many of them are finished, failed ones included.
  public var totalRuns: Int
  public var finishedRuns: Int
  public var failedRuns: Int
  /// Finished runs that an earlier, interrupted sweep had left.
  public var resumedRuns: Int
  /// Share of the estimated cost that is finished, 0 ... 1; and what of it was resumed.
  public var finishedCost: Double
  public var resumedCost: Double
  /// Since this sweep began.
  public var elapsed: Duration

  public init(
    totalRuns: Int, finishedRuns: Int, failedRuns: Int, resumedRuns: Int, finishedCost: Double,
    resumedCost: Double, elapsed: Duration
  ) {
    self.totalRuns = totalRuns
    self.finishedRuns = finishedRuns
    self.failedRuns = failedRuns
    self.resumedRuns = resumedRuns
    self.finishedCost = finishedCost
    self.resumedCost = resumedCost
    self.elapsed = elapsed
  }

  /// Time left if the rest goes at the pace so far, per estimated cost. Nil as long as nothing was finished.
  public var timeLeft: Duration? {
    let gained = finishedCost - resumedCost
    guard gained > 0 else { return nil }
    return elapsed * max(0, (1 - finishedCost) / gained)
  }
}
