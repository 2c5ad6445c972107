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
