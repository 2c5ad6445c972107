/// Keras's layout is this package's own: gates side by side, i, f, c, o (LSTM) or z, r, h (GRU).
extension RecurrentLayer {
  /// A layer from the arrays of a Keras layer.
  ///
  /// - Parameters:
  ///   - kernel: `kernel`, I x GH, row-major.
  ///   - recurrentKernel: `recurrent_kernel`, H x GH, row-major.
  ///   - bias: `bias`, GH; for `gru` (`reset_after=True`) 2 x GH: row 0 joins the input, row 1 the recurrent
  ///     product.
  ///   - gateActivation: `recurrent_activation`; the cell's usual one by default.
  ///   - activation: `activation`, of the candidate and of the cell state; the cell's usual one by default.
  /// - Precondition: the lengths are those of the sizes; the cell can have the activations.
  public init(
    keras cell: CellType, inputSize: Int, hiddenSize: Int, kernel: [Scalar], recurrentKernel: [Scalar],
    bias: [Scalar], gateActivation: Activation? = nil, activation: Activation? = nil
  ) {
    let columns = cell.gateCount * hiddenSize
    let hasRecurrentBias = cell.hasRecurrentBias
    precondition(bias.count == (hasRecurrentBias ? 2 * columns : columns))
    self.init(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize, inputKernel: kernel,
      recurrentKernel: recurrentKernel, bias: Array(bias.prefix(columns)),
      recurrentBias: hasRecurrentBias ? Array(bias.suffix(columns)) : nil, gateActivation: gateActivation,
      activation: activation, cellStateActivation: cell.hasCellState ? activation : nil)
  }
}

/// The order in which a framework has gates, one below the other, H rows each: it multiplies weights with
/// columns, so its matrices are the transposes of this package's.
private enum GateOrder {
  /// LSTM i, f, g, o, the order used here; GRU r, z, n.
  static let pytorch: [Gate] = [.input, .forget, .reset, .update, .candidate, .output]
  /// LSTM i, o, f, c; GRU z, r, h.
  static let onnx: [Gate] = [.input, .output, .forget, .update, .reset, .candidate]
}

extension CellType {
  /// The column here of every row there, GH.
  fileprivate func columns(_ order: [Gate], hiddenSize: Int) -> [Int] {
    order.compactMap { gates.firstIndex(of: $0) }.flatMap { $0 * hiddenSize..<($0 + 1) * hiddenSize }
  }
}

/// PyTorch and ONNX add up two biases, but for a GRU, whose candidate needs them apart.
extension RecurrentLayer {
  /// A layer from the tensors of a PyTorch `RNN`, `LSTM` or `GRU` layer.
  ///
  /// - Parameters:
  ///   - weightIH: `weight_ih_l*`, GH x I, row-major.
  ///   - weightHH: `weight_hh_l*`, GH x H, row-major.
  ///   - biasIH: `bias_ih_l*`, GH.
  ///   - biasHH: `bias_hh_l*`, GH.
  ///   - activation: `nonlinearity` of an `RNN`; the cell's usual one by default.
  /// - Precondition: the lengths are those of the sizes; the cell can have the activation; the cell is not `gruResetBefore`, which PyTorch lacks.
  public init(
    pytorch cell: CellType, inputSize: Int, hiddenSize: Int, weightIH: [Scalar], weightHH: [Scalar],
    biasIH: [Scalar], biasHH: [Scalar], activation: Activation? = nil
  ) {
    precondition(cell.reset != .beforeProduct)
    self.init(
      cell, order: GateOrder.pytorch, inputSize: inputSize, hiddenSize: hiddenSize, inputWeights: weightIH,
      recurrentWeights: weightHH, biases: (biasIH, biasHH),
      activations: (nil, activation, nil))
  }

  /// The layer's weights as PyTorch lays them out, row-major: the opposite of `init(pytorch:...)`, which
  /// makes the same layer of them to the bit.
  ///
  /// Where the biases are stored as one, the second is zero, with the sign of the first where that is a zero:
  /// -0 + 0 would lose the sign.
  ///
  /// - Precondition: the cell is not `gruResetBefore`, which PyTorch lacks.
  public var pytorchArrays: (weightIH: [Scalar], weightHH: [Scalar], biasIH: [Scalar], biasHH: [Scalar]) {
    precondition(cell.reset != .beforeProduct)
    let columns = cell.columns(GateOrder.pytorch, hiddenSize: hiddenSize)
    func transpose(_ matrix: [Scalar]) -> [Scalar] {
      let rows = matrix.count / columns.count
      return columns.flatMap { column in (0..<rows).map { matrix[$0 * columns.count + column] } }
    }
    let second = recurrentBias.isEmpty ? bias.map { $0.isZero ? $0 : 0 } : recurrentBias
    return (
      transpose(inputKernel), transpose(recurrentKernel), columns.map { bias[$0] },
      columns.map { second[$0] }
    )
  }

  /// A layer from the tensors of one direction of an ONNX `RNN`, `LSTM` or `GRU` node.
  ///
  /// - Parameters:
  ///   - weights: W, GH x I, row-major.
  ///   - recurrentWeights: R, GH x H, row-major.
  ///   - bias: B, 2GH: the input's, then the recurrent one.
  ///   - activations: f, g and h of an LSTM; the cell's usual ones by default.
  /// - Precondition: the lengths are those of the sizes; the cell can have the activations.
  public init(
    onnx cell: CellType, inputSize: Int, hiddenSize: Int, weights: some RandomAccessCollection<Scalar>,
    recurrentWeights: some RandomAccessCollection<Scalar>, bias: some RandomAccessCollection<Scalar>,
    activations: (gates: Activation?, candidate: Activation?, cellState: Activation?) = (nil, nil, nil)
  ) {
    precondition(bias.count.isMultiple(of: 2))
    self.init(
      cell, order: GateOrder.onnx, inputSize: inputSize, hiddenSize: hiddenSize,
      inputWeights: Array(weights), recurrentWeights: Array(recurrentWeights),
      biases: (Array(bias.prefix(bias.count / 2)), Array(bias.suffix(bias.count / 2))),
      activations: activations)
  }

  /// - Parameters:
  ///   - order: of the gates in the rows of the weights, GH x I and GH x H, and in the biases.
  ///   - biases: of the input and of the recurrent product, GH each.
  private init(
    _ cell: CellType, order: [Gate], inputSize: Int, hiddenSize: Int, inputWeights: [Scalar],
    recurrentWeights: [Scalar], biases: (input: [Scalar], recurrent: [Scalar]),
    activations: (gates: Activation?, candidate: Activation?, cellState: Activation?)
  ) {
    let columns = cell.columns(order, hiddenSize: hiddenSize)
    precondition(biases.input.count == columns.count && biases.recurrent.count == columns.count)
    var rows = [Int](repeating: 0, count: columns.count)
    for (row, column) in columns.enumerated() { rows[column] = row }
    func transpose(_ matrix: [Scalar], columns count: Int) -> [Scalar] {
      precondition(matrix.count == rows.count * count)
      return (0..<count).flatMap { column in rows.map { matrix[$0 * count + column] } }
    }
    let areApart = cell.hasRecurrentBias
    self.init(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize,
      inputKernel: transpose(inputWeights, columns: inputSize),
      recurrentKernel: transpose(recurrentWeights, columns: hiddenSize),
      bias: rows.map { areApart ? biases.input[$0] : biases.input[$0] + biases.recurrent[$0] },
      recurrentBias: areApart ? rows.map { biases.recurrent[$0] } : nil, gateActivation: activations.gates,
      activation: activations.candidate, cellStateActivation: activations.cellState)
  }
}
