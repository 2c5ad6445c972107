/// A block of columns of a fused kernel.
public enum Gate: String, CaseIterable, Sendable {
  /// i of an LSTM: how much of the candidate is added to the cell state.
  case input
  /// f of an LSTM: how much of the cell state is kept.
  case forget
  /// z of a GRU: how much of the hidden state is kept.
  case update
  /// r of a GRU: how much of the recurrent product reaches the candidate.
  case reset
  /// g of an LSTM, n of a GRU; all there is of an RNN or ESN. Through tanh, the others through the sigmoid.
  case candidate
  /// o of an LSTM: how much of tanh(c) is shown as the hidden state.
  case output
}

extension CellType {
  /// The cell's gates in the order of their blocks (see `RecurrentLayer`).
  public var gates: [Gate] {
    switch self {
    case .rnn, .esn: [.candidate]
    case .lstm: [.input, .forget, .candidate, .output]
    case .gru, .gruResetBefore: [.update, .reset, .candidate]
    }
  }
}
