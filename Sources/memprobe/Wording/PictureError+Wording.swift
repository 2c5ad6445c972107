import ArgumentParser
import Drawing
import Experiments

extension PictureError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .unknownFormat, .unknownFigure: .wrongUsage
    case .noPicture: .badData
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
    case .noPicture(let kind, let path):
      """
      \(path): holds results of \(kind.wording), of which there is no picture yet; 'memprobe show' prints \
      their tables.
      """
    }
  }
}
