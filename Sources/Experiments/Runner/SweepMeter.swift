/// Counts what a sweep has finished.
struct SweepMeter<Plan: SweepPlan> {
  private(set) var progress: SweepProgress
  private let plan: Plan
  private let start = ContinuousClock.now
  private var lastReport = ContinuousClock.now
  private let totalCost: Double
  private var finishedCost = 0.0

  /// - Parameters:
  ///   - runs: all runs of the sweep.
  ///   - records: those that are finished before it begins.
  init(plan: Plan, runs: [Plan.Run], records: [Plan.Run: SweepRecord<Plan.Value>]) {
    self.plan = plan
    totalCost = runs.reduce(0) { $0 + plan.cost(of: $1) }
    progress = SweepProgress(
      totalRuns: runs.count, finishedRuns: 0, failedRuns: 0, resumedRuns: 0, finishedCost: 0,
      resumedCost: 0, elapsed: .zero)
    for run in runs {
      if let record = records[run] { count(run, record) }
    }
    progress.resumedRuns = progress.finishedRuns
    progress.resumedCost = progress.finishedCost
  }

  mutating func count(_ run: Plan.Run, _ record: SweepRecord<Plan.Value>) {
    progress.finishedRuns += 1
    if case .failed = record { progress.failedRuns += 1 }
    finishedCost += plan.cost(of: run)
    let isComplete = progress.finishedRuns == progress.totalRuns
    progress.finishedCost = isComplete ? 1 : min(1, finishedCost / totalCost)
    progress.elapsed = start.duration(to: .now)
  }

  /// Whether it is time to report again, which it is every tenth of a second.
  mutating func isDue() -> Bool {
    let now = ContinuousClock.now
    progress.elapsed = start.duration(to: now)
    guard lastReport.duration(to: now) >= .milliseconds(95) else { return false }
    lastReport = now
    return true
  }
}
