import ArgumentParser
import Experiments

extension OutputError: WordedError {
  var exitCode: ExitCode { .cannotCreate }

  var sentence: String {
    switch self {
    case .notAFile(let path):
      "\(path): is a directory or a device; --output takes the path of a file."
    case .cannotCreateDirectory(let path, let error):
      "\(path): cannot make this directory for the output: \(error.message). Choose another --output."
    case .cannotOpen(let path, let error):
      "\(path): cannot open this file for writing: \(error.message). Choose another --output."
    case .cannotWrite(let path, let error):
      """
      \(path): cannot write: \(error.message). Finished runs are kept in the journal; make room and run the \
      same command again to resume.
      """
    case .cannotWriteResults(let path, let reason):
      """
      \(path): cannot write the results file: \(reason). Finished runs are kept in the journal; make room \
      and run the same command again to resume.
      """
    case .inUse(let journal):
      "\(journal): another process is writing here; wait for it, or choose another --output."
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
    case .exists(let path):
      "\(path): exists already. Choose another --output, or overwrite it with --force."
    }
  }
}
