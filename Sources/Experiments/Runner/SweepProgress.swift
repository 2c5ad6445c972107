import Files
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
  /// Without times, and what is finished of the cost.
  private var counts: SweepProgress
  private let plan: Plan<M>
  private let start = ContinuousClock.now
  private var lastReport = ContinuousClock.now
  private let totalCost: Double
  private var finishedCost = 0.0
  /// Of runs that are under way.
  private var shares: [Run: Double] = [:]
  private var underwayCost = 0.0
  /// Of the last run that was counted, which all repeats of its network have in common.
  private var lastCost: (subject: Subject, point: [Int], cost: Double)?

  /// - Parameters:
  ///   - places: of all runs of the sweep.
  ///   - records: those that are finished before it begins.
  ///   - kept: those that are to be taken up.
  init(plan: Plan<M>, places: [Int], records: Records<M>, kept: [Run: RunState] = [:]) {
    self.plan = plan
    totalCost = plan.cost(ofRunsAt: places)
    counts = SweepProgress(
      totalRuns: places.count, finishedRuns: 0, failedRuns: 0, resumedRuns: 0, finishedCost: 0,
      resumedCost: 0, elapsed: .zero)
    for place in places where records.contains(place) {
      if let run = plan.layout.run(at: place) { count(run, records.status(at: place)) }
    }
    for (run, state) in kept { count(run, state) }
    counts.resumedRuns = counts.finishedRuns
    counts.resumedCost = shareOfCost
  }

  var progress: SweepProgress {
    var progress = counts
    progress.finishedCost = shareOfCost
    progress.elapsed = start.duration(to: .now)
    return progress
  }

  private var shareOfCost: Double {
    counts.finishedRuns == counts.totalRuns ? 1 : min(1, (finishedCost + underwayCost) / totalCost)
  }

  mutating func count(_ run: Run, _ status: RunStatus) {
    counts.finishedRuns += 1
    if status == .failed { counts.failedRuns += 1 }
    let cost = cost(of: run)
    finishedCost += cost
    if !shares.isEmpty, let share = shares.removeValue(forKey: run) { underwayCost -= share * cost }
  }

  /// Notes how far a run is that is under way.
  mutating func count(_ run: Run, _ state: RunState) {
    let before = shares[run] ?? 0
    guard state.share > before else { return }
    shares[run] = state.share
    underwayCost += (state.share - before) * cost(of: run)
  }

  private mutating func cost(of run: Run) -> Double {
    if let lastCost, lastCost.subject == run.subject, lastCost.point == run.point { return lastCost.cost }
    let cost = plan.cost(of: run)
    lastCost = (run.subject, run.point, cost)
    return cost
  }

  /// Whether it is time to report again, which it is every tenth of a second.
  mutating func isDue() -> Bool {
    guard lastReport.duration(to: .now) >= .milliseconds(95) else { return false }
    lastReport = .now
    return true
  }
}

/// What people should know of a sweep that goes on all the same.
package enum SweepNotice: Equatable, Sendable {
  /// The system gave fewer threads than were asked for.
  case fewerThreads(Int, wanted: Int)
  /// Lines of the journal, numbered from 1, are damaged: what they held is measured again.
  case damagedLines(path: String, [Int])
  /// The file system of the journal has no locks; the file by which processes know of each other all the same.
  case noLocks(path: String, claim: String)
  /// Whether the process that wrote last, on another host, is still there will show.
  case waiting(path: String, FileOwner?)
  /// What was kept of runs under way is not as it was written: they begin.
  case damagedStates(path: String)
  /// What is to be kept of runs under way cannot be written: should the sweep be interrupted, they begin.
  case cannotKeepStates(path: String)
}
