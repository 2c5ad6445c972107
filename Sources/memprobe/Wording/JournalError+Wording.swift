import ArgumentParser
import Experiments

extension JournalError: WordedError {
  var exitCode: ExitCode { .badData }

  var sentence: String {
    switch self {
    case .malformed(let path, let line, let problem):
      """
      \(path), line \(line): \(problem.wording). The journal is left as it is; restore it from a copy, or \
      drop it and begin anew with --force.
      """
    }
  }
}

extension JournalProblem {
  fileprivate var wording: String {
    switch self {
    case .notAJournalLine: "this is not a line of a journal"
    case .wrongChecksum: "the line is damaged: its checksum does not fit"
    case .unreadable(let reason): "the line cannot be read (\(reason))"
    case .unsupportedVersion(let version): "journal version \(version) is of a later memprobe"
    case .otherFormat(let found): "it is the journal of another command ('\(found)')"
    case .wrongFingerprint(let found): "the plan's fingerprint, \(found), is not that of the plan"
    case .outsidePlan(let run): "run \(run.wording) is not of this journal's plan"
    case .contradictsEarlierLine(let run): "run \(run.wording) is in an earlier line with another result"
    }
  }
}
