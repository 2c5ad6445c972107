import MemoryMeasures

/// How far a sweep has come.
package struct SweepProgress: Equatable, Sendable {
  /// Runs of the plan (or its part), and how many of them are finished, failed ones included.
  package var totalRuns: Int
  package var finishedRuns: Int
  package var failedRuns: Int
  /// Finished runs that an earlier, interrupted sweep had left.
  package var resumedRuns: Int
  /// Share of the estimated cost that is done, 0 ... 1, within runs, too; and what of it was resumed.
  package var finishedCost: Double
  package var resumedCost: Double
  /// Since this sweep began.
  package var elapsed: Duration

  /// Time left if the rest goes at the pace so far, per estimated cost. Nil as long as nothing was finished.
  package var timeLeft: Duration? {
    let gained = finishedCost - resumedCost
    guard gained > 0 else { return nil }
    return elapsed * max(0, (1 - finishedCost) / gained)
  }
}

/// Counts what a sweep has finished.
struct SweepMeter<M: Measure> {
  private(set) var progress: SweepProgress
  private let plan: Plan<M>
  private let start = ContinuousClock.now
  private var lastReport = ContinuousClock.now
  private let totalCost: Double
  private var finishedCost = 0.0
  /// Of runs that are under way.
  private var shares: [Run: Double] = [:]
  private var underwayCost = 0.0

  /// - Parameters:
  ///   - runs: all runs of the sweep.
  ///   - records: those that are finished before it begins.
  ///   - kept: those that are to be taken up.
  init(plan: Plan<M>, runs: [Run], records: [Run: Record<M.Value>], kept: [Run: RunState] = [:]) {
    self.plan = plan
    totalCost = runs.reduce(0) { $0 + plan.cost(of: $1) }
    progress = SweepProgress(
      totalRuns: runs.count, finishedRuns: 0, failedRuns: 0, resumedRuns: 0, finishedCost: 0,
      resumedCost: 0, elapsed: .zero)
    for run in runs {
      if let record = records[run] { count(run, record) }
    }
    for (run, state) in kept where records[run] == nil { count(run, state) }
    progress.resumedRuns = progress.finishedRuns
    progress.resumedCost = progress.finishedCost
  }

  mutating func count(_ run: Run, _ record: Record<M.Value>) {
    progress.finishedRuns += 1
    if case .failed = record { progress.failedRuns += 1 }
    let cost = plan.cost(of: run)
    finishedCost += cost
    if let share = shares.removeValue(forKey: run) { underwayCost -= share * cost }
    update()
  }

  /// Notes how far a run is that is under way.
  mutating func count(_ run: Run, _ state: RunState) {
    let before = shares[run] ?? 0
    guard state.share > before else { return }
    shares[run] = state.share
    underwayCost += (state.share - before) * plan.cost(of: run)
    update()
  }

  private mutating func update() {
    let isComplete = progress.finishedRuns == progress.totalRuns
    progress.finishedCost = isComplete ? 1 : min(1, (finishedCost + underwayCost) / totalCost)
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
