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
