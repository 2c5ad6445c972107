import RecurrentNetworks

extension CellType {
  /// The cell's word in the path of a stream. Never change one: results depend on it.
  var streamCode: UInt64 {
    switch self {
    case .rnn: 1
    case .lstm: 2
    case .gru: 3
    case .gruResetBefore: 4
    case .esn: 5
    }
  }
}
