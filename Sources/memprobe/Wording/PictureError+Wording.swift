import ArgumentParser
import Drawing

extension PictureError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .unknownFormat, .unknownFigure: .wrongUsage
    }
  }

  var sentence: String {
    switch self {
    case .unknownFormat(let path):
      """
      \(path): the extension decides the format of a picture, and must be one of \
      \(PictureFormat.allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")).
      """
    case .unknownFigure(let name, let available, let results):
      "--figure '\(name)': \(results) has the figures \(available.joined(separator: ", "))."
    }
  }
}
