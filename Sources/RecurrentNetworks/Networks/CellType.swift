import CKernels

/// The recurrent cells this package can run.
///
/// The raw value is the name used on the command line, in experiment files and on the `cell` axis of
/// results files.
///
/// A cell is added by its case and its definition here, its kernels (`ck_kernel`), and its plain twin
/// (`ReferenceCell`); whatever else depends on the cell asks the definition, as in `cell.hasCellState`.
@dynamicMemberLookup
public enum CellType: String, CaseIterable, Codable, Hashable, Sendable {
  /// The simple (Elman) cell: h' = tanh(x·W + h·U + b). Elman 1990.
  case rnn
  /// Long short-term memory with a forget gate; peepholes are a variation of a layer (`CellVariation`). Gers et al.
  /// 2000.
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
  public static let trainable = allCases.filter { !$0.isReservoir }

  /// What the cell is made of.
  public var definition: CellDefinition {
    switch self {
    case .rnn: .rnn
    case .lstm: .lstm
    case .gru: .gru
    case .gruResetBefore: .gruResetBefore
    case .esn: .esn
    }
  }

  /// What its definition says. Inlined, so that a fact is read where it is, and not by a key path.
  @inline(__always) public subscript<Value>(dynamicMember fact: KeyPath<CellDefinition, Value>) -> Value {
    definition[keyPath: fact]
  }

  /// The cell's gates in the order of their columns in a fused kernel (see `RecurrentLayer`).
  public var gates: [Gate] { definition.gates.map(\.key) }

  /// The number of gates side by side in a fused kernel: 4 for LSTM, 3 for GRU, 1 for RNN and ESN.
  public var gateCount: Int { definition.gates.count }

  /// Whether there are kernels for a layer whose candidate goes through this; gates and cell states may go through
  /// anything.
  public func canHave(candidate: Activation) -> Bool {
    !definition.isReservoir || [.tanh, .identity].contains(candidate)
  }
}

/// What a column of a fused kernel makes of the input and the last hidden state.
public enum Gate: String, CaseIterable, Sendable {
  /// i of an LSTM: how much of the candidate is added to the cell state.
  case input
  /// f of an LSTM: how much of the cell state is kept.
  case forget
  /// z of a GRU: how much of the hidden state is kept.
  case update
  /// r of a GRU: how much of the recurrent product reaches the candidate.
  case reset
  /// g of an LSTM, n of a GRU; all there is of an RNN or ESN.
  case candidate
  /// o of an LSTM: how much of tanh(c) is shown as the hidden state.
  case output
}

/// What a cell is made of: all about it but its equations.
public struct CellDefinition: Sendable {
  /// Where a reset gate meets the candidate's recurrent product U h.
  public enum Reset: Sendable {
    /// r scales h: U (r h).
    case beforeProduct
    /// r scales the product, with a bias of its own: r (U h + b').
    case afterProduct
  }

  /// The name in headings.
  public let title: String
  /// The gates, in the order of their columns in a fused kernel, each with what its pre-activation usually goes
  /// through. Where a reset acts, the candidate is the last.
  public let gates: KeyValuePairs<Gate, Activation>
  /// What the cell state c usually goes through on its way into the hidden state; nil if there is none, and h is all
  /// that a step leaves for the next.
  public let cellStateActivation: Activation?
  /// Nil: no gate scales the recurrent product.
  public let reset: Reset?
  /// Whether layers are drawn as a reservoir, with a leak rate, and never trained.
  public let isReservoir: Bool
  /// The cell's word in the path of a stream of random numbers. Never change one: results depend on it.
  package let streamCode: UInt64
  /// What advances and trains layers (see `RecurrentLayer.kernel`).
  let kernel: ck_kernel

  private init(
    _ title: String, gates: KeyValuePairs<Gate, Activation>, cellStateActivation: Activation? = nil,
    reset: Reset? = nil, isReservoir: Bool = false, streamCode: UInt64, kernel: ck_kernel
  ) {
    self.title = title
    self.gates = gates
    self.cellStateActivation = cellStateActivation
    self.reset = reset
    self.isReservoir = isReservoir
    self.streamCode = streamCode
    self.kernel = kernel
  }

  /// What the candidate usually goes through.
  public var candidateActivation: Activation { gates.first { $0.key == .candidate }?.value ?? .tanh }

  /// What the other gates usually go through.
  public var gateActivation: Activation { gates.first { $0.key != .candidate }?.value ?? .sigmoid }

  /// Whether a layer has a second bias, added to the recurrent product, which must stay apart from the first:
  /// two biases that only ever act as a sum are stored as one.
  public var hasRecurrentBias: Bool { reset == .afterProduct }

  /// Whether there is a cell state c beside the hidden state h.
  public var hasCellState: Bool { cellStateActivation != nil }

  /// The gate that keeps what a unit carries on, f of an LSTM, z of a GRU; nil if there is none.
  public var keepingGate: Gate? { gates.first { [.forget, .update].contains($0.key) }?.key }

  /// Whether units carry some of their state on by themselves: by that gate, or by a leak.
  package var keepsState: Bool { keepingGate != nil || isReservoir }

  /// Gates, from the first on, whose recurrent products are added to the input projection as they are.
  var summedGates: Range<Int> { 0..<gates.count - (reset == nil ? 0 : 1) }

  /// The others: a candidate that the reset gate acts on.
  var candidateGates: Range<Int> { summedGates.upperBound..<gates.count }

  fileprivate static let rnn = CellDefinition(
    "RNN", gates: [.candidate: .tanh], streamCode: 1, kernel: ck_rnn)
  fileprivate static let lstm = CellDefinition(
    "LSTM", gates: [.input: .sigmoid, .forget: .sigmoid, .candidate: .tanh, .output: .sigmoid],
    cellStateActivation: .tanh, streamCode: 2, kernel: ck_lstm)
  fileprivate static let gru = CellDefinition(
    "GRU", gates: [.update: .sigmoid, .reset: .sigmoid, .candidate: .tanh],
    reset: .afterProduct, streamCode: 3, kernel: ck_gru)
  fileprivate static let gruResetBefore = CellDefinition(
    "GRU (reset before)", gates: [.update: .sigmoid, .reset: .sigmoid, .candidate: .tanh],
    reset: .beforeProduct, streamCode: 4, kernel: ck_gru_reset_before)
  fileprivate static let esn = CellDefinition(
    "ESN", gates: [.candidate: .tanh], isReservoir: true, streamCode: 5, kernel: ck_leaky_tanh)
}
