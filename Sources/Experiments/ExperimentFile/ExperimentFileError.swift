import Files

/// An experiment file that cannot be used.
public enum ExperimentFileError: Error, Equatable {
  case missing(file: String)
  case cannotOpen(file: String, SystemError)
  /// Lines count from 1.
  case malformed(file: String, line: Int, ExperimentFileProblem)
}
