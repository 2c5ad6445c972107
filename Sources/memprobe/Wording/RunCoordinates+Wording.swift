import Experiments
import Text

extension RunCoordinates: WordedRun {
  /// The run in a sentence: lstm, 1 layer, hidden size 8, input size 4, repeat 3.
  var wording: String {
    """
    \(cell.rawValue), \(NumberText.count(layers, "layer")), hidden size \(hiddenSize), \
    input size \(inputSize), repeat \(repeatIndex)
    """
  }
}
