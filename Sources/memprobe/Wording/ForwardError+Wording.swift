import ArgumentParser
import Text

extension ForwardError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .networkCount, .statesNeedHDF5, .notEnoughMemory: .wrongUsage
    case .inputSize, .beyondPrecision: .badData
    case .replacesSource: .cannotCreate
    }
  }

  var sentence: String {
    switch self {
    case .networkCount(let count):
      "--network is given \(count == 0 ? "not at all" : "\(count) times"); give it once."
    case .statesNeedHDF5(let path):
      "\(path): --state writes several arrays, which an .npy file cannot hold; choose an --output ending in .h5."
    case .replacesSource(let path):
      "\(path): is the network or the inputs themselves; choose another --output."
    case .inputSize(let found, let file, let expected, let network):
      """
      \(file): holds \(NumberText.count(found, "value")) per step; the network of \(network) reads \
      \(NumberText.whole(expected)).
      """
    case .beyondPrecision(let value, let row, let column, let file):
      """
      \(file): holds \(NumberText.shortest(value)) at step \(NumberText.whole(row)), input \
      \(NumberText.whole(column)) (both counted from 0), which is infinite in float32; take \
      --precision float64.
      """
    case .notEnoughMemory(let needed, let available):
      """
      the outputs would take about \(NumberText.bytes(needed)) of memory, and \(NumberText.bytes(available)) are \
      available; give fewer steps, or leave out --state.
      """
    }
  }
}
