import Experiments
import Text

extension MemorizationRun: WordedRun {
  /// The run in a sentence: lstm, 1 layer, hidden size 8, position 4, repeat 3.
  var wording: String {
    """
    \(cell.rawValue), \(NumberText.count(layers, "layer")), hidden size \(hiddenSize), \
    position \(position), repeat \(repeatIndex)
    """
  }
}
