extension RecurrentLayer {
  /// A layer from the arrays of a Keras layer, whose layout is this package's own: gates i, f, c, o (LSTM) or
  /// z, r, h (GRU) in column blocks.
  ///
  /// - Parameters:
  ///   - kernel: `kernel`, I x GH, row-major.
  ///   - recurrentKernel: `recurrent_kernel`, H x GH, row-major.
  ///   - bias: `bias`, GH; for `gru` (`reset_after=True`) 2 x GH: row 0 joins the input, row 1 the recurrent
  ///     product.
  /// - Precondition: the lengths are those of the sizes.
  public init(
    keras cell: CellType, inputSize: Int, hiddenSize: Int, kernel: [Scalar], recurrentKernel: [Scalar],
    bias: [Scalar]
  ) {
    let columns = cell.gateCount * hiddenSize
    precondition(bias.count == (cell == .gru ? 2 * columns : columns))
    self.init(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize, inputKernel: kernel,
      recurrentKernel: recurrentKernel, bias: Array(bias.prefix(columns)),
      recurrentBias: cell == .gru ? Array(bias.suffix(columns)) : nil)
  }
}

extension RecurrentLayer {
  /// A layer from the tensors of a PyTorch `RNN`, `LSTM` or `GRU` layer.
  ///
  /// PyTorch multiplies weights with columns, so its matrices are the transposes of this package's, with gates
  /// in row blocks: LSTM i, f, g, o, the order used here; GRU r, z, n, of which the first two are swapped. Two
  /// biases are added up, but for a GRU, whose candidate needs them apart.
  ///
  /// - Parameters:
  ///   - weightIH: `weight_ih_l*`, GH x I, row-major.
  ///   - weightHH: `weight_hh_l*`, GH x H, row-major.
  ///   - biasIH: `bias_ih_l*`, GH.
  ///   - biasHH: `bias_hh_l*`, GH.
  /// - Precondition: the lengths are those of the sizes; the cell is not `gruResetBefore`, which PyTorch lacks.
  public init(
    pytorch cell: CellType, inputSize: Int, hiddenSize: Int, weightIH: [Scalar], weightHH: [Scalar],
    biasIH: [Scalar], biasHH: [Scalar]
  ) {
    precondition(cell != .gruResetBefore)
    let columns = cell.gateCount * hiddenSize
    precondition(biasIH.count == columns && biasHH.count == columns)
    let gates = cell == .gru ? [1, 0, 2] : Array(0..<cell.gateCount)
    let rows = gates.flatMap { $0 * hiddenSize..<($0 + 1) * hiddenSize }
    func transpose(_ matrix: [Scalar], columns count: Int) -> [Scalar] {
      precondition(matrix.count == rows.count * count)
      return (0..<count).flatMap { column in rows.map { matrix[$0 * count + column] } }
    }
    self.init(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize,
      inputKernel: transpose(weightIH, columns: inputSize),
      recurrentKernel: transpose(weightHH, columns: hiddenSize),
      bias: rows.map { cell == .gru ? biasIH[$0] : biasIH[$0] + biasHH[$0] },
      recurrentBias: cell == .gru ? rows.map { biasHH[$0] } : nil)
  }
}

extension RecurrentLayer {
  /// The layer's weights as PyTorch lays them out, row-major: the opposite of `init(pytorch:...)`, which
  /// makes the same layer of them to the bit.
  ///
  /// PyTorch adds two biases up. But for a GRU, which keeps them apart, the second is zero, with the sign of
  /// the first where that is a zero: -0 + 0 would lose the sign.
  ///
  /// - Precondition: the cell is not `gruResetBefore`, which PyTorch lacks.
  public var pytorchArrays: (weightIH: [Scalar], weightHH: [Scalar], biasIH: [Scalar], biasHH: [Scalar]) {
    precondition(cell != .gruResetBefore)
    let gates = cell == .gru ? [1, 0, 2] : Array(0..<cell.gateCount)
    let columns = gates.flatMap { $0 * hiddenSize..<($0 + 1) * hiddenSize }
    func transpose(_ matrix: [Scalar]) -> [Scalar] {
      let rows = matrix.count / columns.count
      return columns.flatMap { column in (0..<rows).map { matrix[$0 * columns.count + column] } }
    }
    return (
      transpose(inputKernel), transpose(recurrentKernel), columns.map { bias[$0] },
      columns.map { cell == .gru ? recurrentBias[$0] : bias[$0].isZero ? bias[$0] : 0 }
    )
  }
}

extension RecurrentLayer {
  /// A layer from the tensors of one direction of an ONNX `RNN`, `LSTM` or `GRU` node.
  ///
  /// ONNX multiplies weights with columns, so its matrices are the transposes of this package's, with gates
  /// in row blocks: LSTM i, o, f, c; GRU z, r, h. Its bias is two in one, the input's and then the recurrent
  /// one, which add up but in the candidate of a GRU with linear_before_reset=1 (`gru`).
  ///
  /// - Parameters:
  ///   - weights: W, GH x I, row-major.
  ///   - recurrentWeights: R, GH x H, row-major.
  ///   - bias: B, 2GH.
  /// - Precondition: the lengths are those of the sizes.
  public init(
    onnx cell: CellType, inputSize: Int, hiddenSize: Int, weights: some RandomAccessCollection<Scalar>,
    recurrentWeights: some RandomAccessCollection<Scalar>, bias: some RandomAccessCollection<Scalar>
  ) {
    let gates = cell == .lstm ? [0, 2, 3, 1] : Array(0..<cell.gateCount)
    let rows = gates.flatMap { $0 * hiddenSize..<($0 + 1) * hiddenSize }
    precondition(bias.count == 2 * rows.count)
    func transpose(_ matrix: [Scalar], columns count: Int) -> [Scalar] {
      precondition(matrix.count == rows.count * count)
      return (0..<count).flatMap { column in rows.map { matrix[$0 * count + column] } }
    }
    let biases = (input: Array(bias.prefix(rows.count)), recurrent: Array(bias.suffix(rows.count)))
    self.init(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize,
      inputKernel: transpose(Array(weights), columns: inputSize),
      recurrentKernel: transpose(Array(recurrentWeights), columns: hiddenSize),
      bias: rows.map { cell == .gru ? biases.input[$0] : biases.input[$0] + biases.recurrent[$0] },
      recurrentBias: cell == .gru ? rows.map { biases.recurrent[$0] } : nil)
  }
}
