import ArgumentParser
import Files

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
      \(path): cannot write: \(error.message). Make room and run the same command again; a sweep goes on where \
      it stopped.
      """
    case .inUse(let path):
      "\(path): another process is writing here; wait for it, or choose another --output."
    case .exists(let path):
      "\(path): exists already. Choose another --output, or overwrite it with --force."
    }
  }
}
