import ArgumentParser

extension DerivedFileError: WordedError {
  var exitCode: ExitCode { .cannotCreate }

  var sentence: String {
    switch self {
    case .replacesResults(let path):
      "\(path): holds the results themselves; choose another --output."
    case .cannotDraw(let path, .failed(let reason)):
      "\(path): cannot draw the figures: \(reason)."
    }
  }
}
