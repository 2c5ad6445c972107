import Experiments

/// Shows on a terminal how far a recall measurement is; elsewhere nothing, since it takes seconds.
///
/// Sendable without the compiler's word because `show` is called by one thread at a time, as
/// `RecallResults` promises.
final class RecallProgress: @unchecked Sendable {
  private let display: ProgressDisplay
  private let start = ContinuousClock.now

  init(quiet: Bool) {
    display = ProgressDisplay(quiet: quiet || !Console.isInteractive)
  }

  /// - Parameters: pairs of sequences, each of which counts as a run.
  func show(_ done: Int, of total: Int) {
    display.show(
      SweepProgress(
        totalRuns: total, finishedRuns: done, failedRuns: 0, resumedRuns: 0,
        finishedCost: Double(done) / Double(max(total, 1)), resumedCost: 0,
        elapsed: ContinuousClock.now - start))
  }

  func finish() { display.finish() }

  func stop() { display.stop() }
}
