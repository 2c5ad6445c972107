import ArgumentParser

extension PictureError: WordedError {
  var exitCode: ExitCode { .cannotCreate }

  var sentence: String {
    switch self {
    case .cannotWrite(let path, let error):
      "\(path): cannot write the picture: \(error.message). Choose another --output, or make room."
    case .replacesResults(let path):
      "\(path): holds the results themselves; choose another --output for the picture."
    }
  }
}
