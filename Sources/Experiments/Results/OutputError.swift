/// An output that cannot be created, or that must not be overwritten.
public enum OutputError: Error, Equatable {
  /// The path is a directory, a device or another thing that is not a file.
  case notAFile(path: String)
  /// The directory of the output neither exists nor can be made.
  case cannotCreateDirectory(path: String, SystemError)
  /// A file that cannot be made, locked, read or renamed.
  case cannotOpen(path: String, SystemError)
  /// Writing failed, on a full disk for example. What was finished before is safe in the journal.
  case cannotWrite(path: String, SystemError)
  /// The results file could not be written; HDF5's own words. The journal still has everything.
  case cannotWriteResults(path: String, reason: String)
  /// Another process is writing this journal.
  case inUse(journal: String)
  /// There are results of another plan, or of another part of it; the first field that differs. Not
  /// overwritten unless asked for.
  case outputHoldsOtherPlan(path: String, difference: PlanDifference)
  /// There is a journal of another plan, or of another part of it.
  case journalHoldsOtherPlan(path: String, difference: PlanDifference)
  /// There is a file that is not a results file, or not an intact one. Not overwritten unless asked for.
  case outputNotResults(path: String)
  /// There is a file already. Not overwritten unless asked for.
  case exists(path: String)
}
