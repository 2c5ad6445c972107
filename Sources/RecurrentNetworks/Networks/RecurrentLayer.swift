/// The weights of one recurrent layer, in Keras's layout.
///
/// I is the input size, H the hidden size, G the cell's gate count. Gates stand side by side, H columns each, in
/// the order of the cell's definition:
/// - LSTM: i (input), f (forget), g (candidate; Keras calls it c), o (output)
/// - GRU: z (update), r (reset), n (candidate; Keras calls it h); z = 1 keeps the old state
/// - RNN, ESN: the only one
public struct RecurrentLayer<Scalar: NetworkScalar>: Equatable, Sendable {
  /// The cell type.
  public let cell: CellType
  /// I, values per step.
  public let inputSize: Int
  /// H, units.
  public let hiddenSize: Int
  /// W, I x GH, row-major.
  public internal(set) var inputKernel: [Scalar]
  /// U, H x GH, row-major.
  public internal(set) var recurrentKernel: [Scalar]
  /// Added to the input projection, GH.
  public let bias: [Scalar]
  /// Added to the recurrent product, GH, where the cell has a recurrent bias; it must stay apart from `bias` in
  /// the candidate, whose recurrent part the reset gate scales. Empty for every other cell.
  public let recurrentBias: [Scalar]
  /// a of a reservoir: the share of the new activation in the new state, in (0, 1]. 1 for every other cell.
  public let leakRate: Scalar
  /// What gates but the candidate go through.
  public let gateActivation: Activation
  /// What the candidate goes through; f of a reservoir.
  public let activation: Activation
  /// What the cell state goes through on its way into the hidden state; the identity in cells that have none.
  public let cellStateActivation: Activation
  /// What it computes beyond the cell's equations.
  public let variation: CellVariation<Scalar>
  /// In which numbers a step computes: those of `Scalar`, unless weights were rounded to others.
  public internal(set) var arithmetic = Arithmetic(Scalar.precision)

  /// - Parameters: shapes as the properties say; `recurrentBias` may be left out, which means zeros, and the
  ///   activations, which are then the cell's usual ones.
  /// - Precondition: every array has the length its shape says; only a reservoir leaks; the cell can have the
  ///   activations and the variation.
  public init(
    cell: CellType, inputSize: Int, hiddenSize: Int, inputKernel: [Scalar], recurrentKernel: [Scalar],
    bias: [Scalar], recurrentBias: [Scalar]? = nil, leakRate: Scalar = 1,
    gateActivation: Activation? = nil, activation: Activation? = nil,
    cellStateActivation: Activation? = nil, variation: CellVariation<Scalar> = .none
  ) {
    let columns = cell.gateCount * hiddenSize
    precondition(inputSize >= 1 && hiddenSize >= 1)
    precondition(inputKernel.count == inputSize * columns)
    precondition(recurrentKernel.count == hiddenSize * columns)
    precondition(bias.count == columns)
    precondition(leakRate > 0 && leakRate <= 1)
    precondition(leakRate == 1 || cell.isReservoir)
    let activation = activation ?? cell.candidateActivation
    precondition(cell.canHave(candidate: activation) && variation.suits(cell, hiddenSize: hiddenSize))
    let recurrentBiasCount = cell.hasRecurrentBias ? columns : 0
    self.cell = cell
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    self.inputKernel = inputKernel
    self.recurrentKernel = recurrentKernel
    self.bias = bias
    self.recurrentBias = recurrentBias ?? Array(repeating: 0, count: recurrentBiasCount)
    precondition(self.recurrentBias.count == recurrentBiasCount)
    self.leakRate = leakRate
    self.gateActivation = gateActivation ?? cell.gateActivation
    self.activation = activation
    self.cellStateActivation = cellStateActivation ?? cell.cellStateActivation ?? .identity
    self.variation = variation
  }

  /// The same layer in another precision, every weight rounded to the nearest; in its own, the layer itself.
  @specialized(where Scalar == Float, Other == Double)
  @specialized(where Scalar == Double, Other == Float)
  public init<Other: NetworkScalar>(rounding other: RecurrentLayer<Other>) {
    if let same = other as? RecurrentLayer<Scalar> {
      self = same
      return
    }
    self.init(
      cell: other.cell, inputSize: other.inputSize, hiddenSize: other.hiddenSize,
      inputKernel: other.inputKernel.map { Scalar($0) },
      recurrentKernel: other.recurrentKernel.map { Scalar($0) }, bias: other.bias.map { Scalar($0) },
      recurrentBias: other.recurrentBias.map { Scalar($0) }, leakRate: Scalar(other.leakRate),
      gateActivation: other.gateActivation, activation: other.activation,
      cellStateActivation: other.cellStateActivation, variation: CellVariation(rounding: other.variation))
  }

  /// The same layer with another arithmetic, every weight rounded once, to the nearest number of its precision.
  ///
  /// - Precondition: the arithmetic's numbers are kept in `Scalar`.
  public init<Other: NetworkScalar>(rounding other: RecurrentLayer<Other>, to arithmetic: Arithmetic) {
    precondition(arithmetic.precision.isKeptInFloat64 == Scalar.precision.isKeptInFloat64)
    guard arithmetic.precision.isEmulated else {
      self.init(rounding: other)
      return
    }
    func nearest(_ values: [Other]) -> [Scalar] {
      values.map { Scalar(arithmetic.precision.nearest(Double($0))) }
    }
    self.init(
      cell: other.cell, inputSize: other.inputSize, hiddenSize: other.hiddenSize,
      inputKernel: nearest(other.inputKernel), recurrentKernel: nearest(other.recurrentKernel),
      bias: nearest(other.bias), recurrentBias: nearest(other.recurrentBias),
      leakRate: nearest([other.leakRate])[0], gateActivation: other.gateActivation,
      activation: other.activation, cellStateActivation: other.cellStateActivation,
      variation: CellVariation(
        peepholes: nearest(other.variation.peepholes), clip: other.variation.clip,
        couplesGates: other.variation.couplesGates))
    self.arithmetic = arithmetic
  }

  /// Whether all go through what the cell's definition says; a reservoir's candidate may go through either of two.
  package var hasUsualActivations: Bool {
    gateActivation == cell.gateActivation
      && (cell.isReservoir || activation == cell.candidateActivation)
      && cellStateActivation == cell.cellStateActivation ?? .identity
  }

  /// Whether it computes what the cell's definition says, and nothing else.
  package var isUsual: Bool { hasUsualActivations && variation == .none }

  /// The same layer with other biases, each as long as that in its place.
  package func replacing(bias: [Scalar], recurrentBias: [Scalar]) -> RecurrentLayer {
    var layer = RecurrentLayer(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize, inputKernel: inputKernel,
      recurrentKernel: recurrentKernel, bias: bias, recurrentBias: recurrentBias, leakRate: leakRate,
      gateActivation: gateActivation, activation: activation, cellStateActivation: cellStateActivation,
      variation: variation)
    layer.arithmetic = arithmetic
    return layer
  }

  /// What each gate goes through, in the order of the gates.
  var activations: [Activation] {
    cell.definition.gates.map { $0.key == .candidate ? activation : gateActivation }
  }

  /// A gate's columns, by the gate's place in the cell's definition.
  func columns(ofGate gate: Int) -> Range<Int> { gate * hiddenSize..<(gate + 1) * hiddenSize }

  /// Number of weights and biases.
  public var parameterCount: Int {
    inputKernel.count + recurrentKernel.count + bias.count + recurrentBias.count + variation.peepholes.count
  }
}

extension RecurrentLayer {
  /// The same layer, bit for bit, as one of a cell that everybody has: an echo state layer of tanh units without a
  /// leak as an RNN layer, any other cell's as it is. Nil for leaky and for linear units.
  public var withoutReservoir: RecurrentLayer? {
    guard cell.isReservoir else { return self }
    guard leakRate == 1, activation == .tanh else { return nil }
    var layer = RecurrentLayer(
      cell: .rnn, inputSize: inputSize, hiddenSize: hiddenSize, inputKernel: inputKernel,
      recurrentKernel: recurrentKernel, bias: bias)
    layer.arithmetic = arithmetic
    return layer
  }
}
