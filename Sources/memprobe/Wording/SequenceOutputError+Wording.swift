import ArgumentParser
import SequenceFiles

extension SequenceOutputError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .unknownEnding: .wrongUsage
    case .cannotWrite: .cannotCreate
    }
  }

  var sentence: String {
    switch self {
    case .unknownEnding(let path):
      "\(path): the ending of --output says the format; allowed are .npy and .h5."
    case .cannotWrite(let path, let reason):
      "\(path): cannot write: \(reason). Choose another --output, or make room."
    }
  }
}
