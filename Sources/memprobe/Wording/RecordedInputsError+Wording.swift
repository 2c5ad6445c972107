import ArgumentParser
import MemoryMeasures
import Text

extension RecordedInputsError: WordedError {
  var exitCode: ExitCode { .badData }

  var sentence: String {
    switch self {
    case .tooFewRows(let rows):
      """
      --inputs holds \(NumberText.count(rows, "step")); allowed are at least 2, so that two stretches of them \
      can be compared.
      """
    case .tooFewColumns(let columns, let inputSize):
      """
      --inputs holds \(NumberText.count(columns, "value")) per step; the network reads \
      \(NumberText.whole(inputSize)), so allowed are at least as many.
      """
    case .notFinite(let value, let row, let column):
      """
      --inputs holds \(NumberText.shortest(value)) at step \(NumberText.whole(row)), input \
      \(NumberText.whole(column)) (both counted from 0); allowed are finite numbers of at most 3.4e38, the \
      largest of float32.
      """
    }
  }
}
