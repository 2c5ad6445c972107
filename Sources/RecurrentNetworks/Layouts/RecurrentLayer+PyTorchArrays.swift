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
