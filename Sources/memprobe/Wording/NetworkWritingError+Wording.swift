import ArgumentParser
import Figures
import NetworkFiles

extension NetworkWritingError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .unknownEnding(let path):
      """
      \(path): the ending names the format to write; allowed are \(NetworkFormats.writable("and")).
      """
    case .noSuchCell(let cell, let path):
      "\(path): this format has no \(cell.title) cell; .weights.h5 (Keras) has every cell there is."
    case .leakyOrLinear(let layer, let path):
      """
      \(path): layer \(layer) has echo state units with a leak, or linear ones, which no format has; those of tanh \
      units with a leak rate of 1 are written as an RNN.
      """
    }
  }
}
