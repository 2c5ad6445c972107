/// An output that holds something else than this sweep's results, or whose results cannot be stored.
public enum SweepOutputError: Error, Equatable {
  /// The results file could not be written; HDF5's own words. The journal still has everything.
  case cannotWriteResults(path: String, reason: String)
  /// There are results of another plan, or of another part of it; the first field that differs. Not
  /// overwritten unless asked for.
  case outputHoldsOtherPlan(path: String, difference: PlanDifference)
  /// There is a journal of another plan, or of another part of it.
  case journalHoldsOtherPlan(path: String, difference: PlanDifference)
  /// There is a file that is not a results file, or not an intact one. Not overwritten unless asked for.
  case outputNotResults(path: String)
}
