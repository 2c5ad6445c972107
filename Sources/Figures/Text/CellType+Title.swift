import RecurrentNetworks

extension CellType {
  /// The name in headings.
  public var title: String {
    switch self {
    case .rnn: "RNN"
    case .lstm: "LSTM"
    case .gru: "GRU"
    case .gruResetBefore: "GRU (reset before)"
    case .esn: "ESN"
    }
  }
}
