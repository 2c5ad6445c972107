import ArgumentParser
import RecurrentNetworks

extension SIMDPathError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    let supported = SIMDPath.supported.map(\.rawValue).joined(separator: ", ")
    return switch self {
    case .unknown(let name):
      "\(KernelChoice.variable) is '\(name)'; allowed on this processor: \(supported), or leave it unset."
    case .unsupported(let path):
      """
      \(KernelChoice.variable) is '\(path.rawValue)', which this processor cannot run; allowed here: \
      \(supported), or leave it unset.
      """
    }
  }
}
