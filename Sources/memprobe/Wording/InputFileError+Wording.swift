import ArgumentParser
import Files

extension InputFileError: WordedError {
  var exitCode: ExitCode { .missingInput }

  var sentence: String {
    switch self {
    case .missing(let path):
      "\(path): there is no such file."
    case .cannotOpen(let path, let error):
      "\(path): cannot read this file: \(error.message)."
    }
  }
}
