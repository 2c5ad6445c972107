import ArgumentParser
import Experiments
import RecurrentNetworks
import Text

extension GridError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .emptyAxis(let axis):
      "\(axis.option) is empty; give at least one value."
    case .outOfRange(let axis, let value):
      """
      \(axis.option) holds \(NumberText.whole(value)); allowed are whole numbers from 1 to \
      \(NumberText.whole(Grid.largestValue)).
      """
    case .repeatedValue(let axis, let value):
      "\(axis.option) holds \(value) twice; give each value once."
    case .notTrainable(let cell):
      """
      --cells holds \(cell.rawValue), which is not trained; allowed are \
      \(CellType.trainable.map(\.rawValue).joined(separator: ", ")).
      """
    case .tooManyRuns(let count, let axes):
      """
      the grid has \(NumberText.large(count)) runs, the product of \(axes.map(\.option).listed); allowed are at most \
      \(NumberText.whole(Grid.mostRuns)).
      """
    }
  }
}

extension GridAxis {
  /// The option that sets the axis.
  fileprivate var option: String {
    switch self {
    case .cell: "--cells"
    case .layers: "--layers"
    case .hiddenSize: "--hidden-sizes"
    case .inputSize: "--input-sizes"
    case .position: "--positions"
    case .repeat: "--repeats"
    }
  }
}
