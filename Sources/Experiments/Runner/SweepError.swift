/// A sweep that cannot run, or that stopped at a failed run.
public enum SweepError: Error, Equatable {
  /// Allowed: 1 ... `Sweep.mostJobs`.
  case jobs(Int)
  /// Estimated and available bytes. Nothing has been allocated.
  case notEnoughMemory(needed: Double, available: Double)
  /// A run failed, and the sweep was to stop at the first one that does. It is in the journal, with
  /// everything that was finished before.
  case runFailed(AnyRun, reason: String)
}
