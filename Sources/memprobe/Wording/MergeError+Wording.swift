import ArgumentParser
import Experiments

extension MergeError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .noParts: .wrongUsage
    case .notDivided, .differentPlans, .disagreement: .badData
    }
  }

  var sentence: String {
    switch self {
    case .noParts:
      "no parts to join; give at least one results file or journal."
    case .notDivided(let path):
      "\(path): holds results that are measured in one piece; there are no parts of them to join."
    case .differentPlans(let first, let second, let field):
      """
      \(second): is not of the same sweep as \(first): \(field.wording) differs. Join only parts of one \
      command line that differs in nothing but --shard.
      """
    case .disagreement(let run, let first, let second):
      """
      \(second): disagrees with \(first) about the same run (\(run.wording)). One of the files is damaged: \
      run that part again.
      """
    }
  }
}
