import ArgumentParser
import Experiments

extension PictureError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .cannotWrite, .replacesResults: .cannotCreate
    case .noPicture: .badData
    }
  }

  var sentence: String {
    switch self {
    case .cannotWrite(let path, let error):
      "\(path): cannot write the picture: \(error.message). Choose another --output, or make room."
    case .replacesResults(let path):
      "\(path): holds the results themselves; choose another --output for the picture."
    case .noPicture(let kind, let path):
      """
      \(path): holds results of \(kind.wording), of which there is no picture yet; 'memprobe show' prints \
      their tables.
      """
    }
  }
}
