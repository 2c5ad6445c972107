import Experiments
import Text

extension CapacityRun: WordedRun {
  /// The run in a sentence: esn, 1 layer, hidden size 50, repeat 3; letters.keras, repeat 3.
  var wording: String { "\(subject.wording), repeat \(repeatIndex)" }
}

extension CapacitySubject {
  var wording: String {
    switch self {
    case .drawn(let shape):
      "\(shape.cell.rawValue), \(NumberText.count(shape.layers, "layer")), hidden size \(shape.hiddenSize)"
    case .given(let name): name
    }
  }
}
