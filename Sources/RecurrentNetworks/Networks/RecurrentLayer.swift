/// The weights of one recurrent layer, in Keras's layout.
///
/// I is the input size, H the hidden size, G the cell's gate count. Gates stand side by side in blocks of H
/// columns, in the order
/// - LSTM: i (input), f (forget), g (candidate; Keras calls it c), o (output)
/// - GRU: z (update), r (reset), n (candidate; Keras calls it h); z = 1 keeps the old state
/// - RNN, ESN: the only one
public struct RecurrentLayer<Scalar: NetworkScalar>: Equatable, Sendable {
  public let cell: CellType
  public let inputSize: Int
  public let hiddenSize: Int
  /// W, I x GH, row-major.
  public let inputKernel: [Scalar]
  /// U, H x GH, row-major.
  public let recurrentKernel: [Scalar]
  /// Added to the input projection, GH.
  public let bias: [Scalar]
  /// `gru` only: added to the recurrent product, GH; it must stay apart from `bias` in the candidate, whose
  /// recurrent part the reset gate scales. Empty for every other cell.
  public let recurrentBias: [Scalar]
  /// a of an `esn`: the share of the new activation in the new state, in (0, 1]. 1 for every other cell.
  public let leakRate: Scalar
  /// f of an `esn`. Tanh for every other cell.
  public let activation: CandidateActivation

  /// - Parameters: shapes as the properties say; `recurrentBias` may be left out, which means zeros.
  /// - Precondition: every array has the length its shape says; only an `esn` leaks or is linear.
  public init(
    cell: CellType, inputSize: Int, hiddenSize: Int, inputKernel: [Scalar], recurrentKernel: [Scalar],
    bias: [Scalar], recurrentBias: [Scalar]? = nil, leakRate: Scalar = 1,
    activation: CandidateActivation = .tanh
  ) {
    let columns = cell.gateCount * hiddenSize
    precondition(inputSize >= 1 && hiddenSize >= 1)
    precondition(inputKernel.count == inputSize * columns)
    precondition(recurrentKernel.count == hiddenSize * columns)
    precondition(bias.count == columns)
    precondition(leakRate > 0 && leakRate <= 1)
    precondition(cell == .esn || (leakRate == 1 && activation == .tanh))
    let recurrentBiasCount = cell == .gru ? columns : 0
    self.cell = cell
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    self.inputKernel = inputKernel
    self.recurrentKernel = recurrentKernel
    self.bias = bias
    self.recurrentBias = recurrentBias ?? Array(repeating: 0, count: recurrentBiasCount)
    precondition(self.recurrentBias.count == recurrentBiasCount)
    self.leakRate = leakRate
    self.activation = activation
  }

  /// The same layer in another precision, every weight rounded to the nearest.
  public init<Other: NetworkScalar>(rounding other: RecurrentLayer<Other>) {
    self.init(
      cell: other.cell, inputSize: other.inputSize, hiddenSize: other.hiddenSize,
      inputKernel: other.inputKernel.map { Scalar($0) },
      recurrentKernel: other.recurrentKernel.map { Scalar($0) }, bias: other.bias.map { Scalar($0) },
      recurrentBias: other.recurrentBias.map { Scalar($0) }, leakRate: Scalar(other.leakRate),
      activation: other.activation)
  }

  /// Number of weights and biases.
  public var parameterCount: Int {
    inputKernel.count + recurrentKernel.count + bias.count + recurrentBias.count
  }
}

extension RecurrentLayer {
  /// The same layer, bit for bit, as one of a cell that everybody has: an echo state layer of tanh units without a
  /// leak as an RNN layer, any other cell's as it is. Nil for leaky and for linear units.
  public var withoutReservoir: RecurrentLayer? {
    guard cell == .esn else { return self }
    guard leakRate == 1, activation == .tanh else { return nil }
    return RecurrentLayer(
      cell: .rnn, inputSize: inputSize, hiddenSize: hiddenSize, inputKernel: inputKernel,
      recurrentKernel: recurrentKernel, bias: bias)
  }
}
