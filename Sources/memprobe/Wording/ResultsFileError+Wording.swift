import ArgumentParser
import Experiments

extension ResultsFileError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .missing, .cannotOpen: .missingInput
    case .notResults, .unreadable, .damaged, .malformed: .badData
    }
  }

  var sentence: String {
    switch self {
    case .missing(let path):
      "\(path): there is no such file, and no journal \(path).journal of an unfinished sweep."
    case .cannotOpen(let path, let error):
      "\(path): cannot open this file: \(error.message)."
    case .notResults(let path):
      "\(path): is neither a results file (HDF5) nor a journal of this program."
    case .unreadable(let path, let reason):
      "\(path): is damaged, or not complete: \(reason)."
    case .damaged(let path, let error):
      "\(path): \(error.object == "/" ? "" : error.object + " ")\(error.problem.wording)."
    case .malformed(let path, let problem):
      "\(path): cannot be read as results of this program: \(problem.wording)."
    }
  }
}

extension ResultsFileProblem {
  fileprivate var wording: String {
    switch self {
    case .format(let found): "its format is '\(found)'"
    case .unsupportedVersion(let version, let supported):
      """
      its format version is \(version), of \(version > supported ? "a later" : "another") memprobe; \
      this one reads version \(supported)
      """
    case .missingAttribute(let name): "it has no attribute '\(name)'"
    case .missingVariable(let name): "it has no variable '\(name)'"
    case .history(let found): "its attribute 'history' is '\(found)', not a time and a command line"
    case .plan(let reason): "its attribute 'plan' cannot be read (\(reason))"
    case .fingerprint(let found): "its attribute 'plan_fingerprint', \(found), is not that of its plan"
    case .shard(let found): "its attribute 'shard' is '\(found)', not a part such as 2/4"
    case .type(let variable, let found): "variable '\(variable)' holds \(found) values"
    case .dimensions(let variable): "the axes of variable '\(variable)' are not labelled, each by another one"
    case .variableAttribute(let name, let variable):
      "attribute '\(name)' of variable '\(variable)' does not fit its values"
    case .shape(let variable, let found, let expected):
      "variable '\(variable)' has the shape \(found); expected is \(expected)"
    case .axis(let variable): "the values of axis '\(variable)' are not those of its plan"
    case .checksum(let variable): "variable '\(variable)' is damaged: its checksum does not fit"
    case .failures(let reason): "its attribute 'failures' cannot be read (\(reason))"
    case .record(let run): "it holds values for \(run.wording) that no such run can have"
    }
  }
}
