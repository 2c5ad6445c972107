/// The recurrent cells this package can run.
///
/// The raw value is the name used on the command line, in experiment files and on the `cell` axis of
/// results files.
public enum CellType: String, CaseIterable, Codable, Hashable, Sendable {
  /// The simple (Elman) cell: h' = tanh(x·W + h·U + b). Elman 1990.
  case rnn
  /// Long short-term memory with a forget gate and no peepholes. Gers et al. 2000.
  case lstm
  /// Gated recurrent unit whose reset gate acts after the recurrent product (Keras `reset_after=True`,
  /// PyTorch, ONNX `linear_before_reset=1`).
  case gru
  /// Gated recurrent unit whose reset gate acts before the recurrent product (Keras `reset_after=False`,
  /// ONNX `linear_before_reset=0`). Cho et al. 2014.
  case gruResetBefore = "gru-reset-before"
  /// The leaky-integrator unit of echo state networks: h' = (1 - a) h + a f(x·W + h·U + b) with the leak rate a
  /// and f = tanh, or none (see `RecurrentLayer`). Jaeger et al. 2007.
  case esn

  /// The cells of trained networks, which network files have; of a reservoir nothing is trained but the readout.
  public static let trainable: [CellType] = [.rnn, .lstm, .gru, .gruResetBefore]

  /// The number of gate blocks side by side in a fused kernel: 4 for LSTM, 3 for GRU, 1 for RNN and ESN.
  public var gateCount: Int {
    switch self {
    case .rnn, .esn: 1
    case .lstm: 4
    case .gru, .gruResetBefore: 3
    }
  }
}

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
