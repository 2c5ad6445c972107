/// The kernel that advances a layer.
enum LayerKernel: Hashable {
  case rnn, lstm, gru, gruResetBefore, leakyTanh, leakyLinear

  /// Without a leak, an echo state layer is an RNN layer, to the bit.
  init(_ layer: RecurrentLayer<some NetworkScalar>) {
    self =
      switch layer.cell {
      case .rnn: .rnn
      case .lstm: .lstm
      case .gru: .gru
      case .gruResetBefore: .gruResetBefore
      case .esn:
        switch layer.activation {
        case .tanh: layer.leakRate == 1 ? .rnn : .leakyTanh
        case .identity: .leakyLinear
        }
      }
  }
}
