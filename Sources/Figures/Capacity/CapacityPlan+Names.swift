import Experiments
import RecurrentNetworks
import Text

extension CapacityPlan {
  /// What a subject is called in figures: ESN, 50 units; LSTM, 50 units, 2 layers; letters.keras.
  func name(of subject: CapacitySubject) -> String {
    switch subject {
    case .drawn(let shape):
      "\(shape.cell.title), \(NumberText.count(shape.hiddenSize, "unit"))"
        + (shape.layers == 1 ? "" : ", \(NumberText.count(shape.layers, "layer"))")
    case .given(let name): name
    }
  }
}
