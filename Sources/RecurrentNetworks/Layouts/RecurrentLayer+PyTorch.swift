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
