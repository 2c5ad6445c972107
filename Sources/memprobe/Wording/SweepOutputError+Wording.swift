import ArgumentParser
import Experiments

extension SweepOutputError: WordedError {
  var exitCode: ExitCode { .cannotCreate }

  var sentence: String {
    switch self {
    case .cannotWriteResults(let path, let reason):
      """
      \(path): cannot write the results file: \(reason). Finished runs are kept in the journal; make room \
      and run the same command again to resume.
      """
    case .outputHoldsOtherPlan(let path, let difference):
      """
      \(path): holds results of \(difference.wording). Choose another --output, or overwrite it with --force.
      """
    case .journalHoldsOtherPlan(let path, let difference):
      """
      \(path): holds unfinished results of \(difference.wording). Finish them first, choose another \
      --output, or drop them with --force.
      """
    case .outputNotResults(let path):
      """
      \(path): exists, and is not an intact results file of this program. Choose another --output, or \
      overwrite it with --force.
      """
    }
  }
}
