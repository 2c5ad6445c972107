import Files

/// Keras's layout is this package's own: gates side by side, i, f, c, o (LSTM) or z, r, h (GRU).
extension RecurrentLayer {
  /// A layer from the arrays of a Keras layer.
  ///
  /// - Parameters:
  ///   - cell: the cell type.
  ///   - inputSize: I, values per step.
  ///   - hiddenSize: H, units.
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
  /// LSTM i, o, f, c; GRU z, r, h. Peepholes: i, o, f.
  static let onnx: [Gate] = [.input, .output, .forget, .update, .reset, .candidate]
}

extension CellType {
  /// The column here of every row there, GH.
  fileprivate func columns(_ order: [Gate], hiddenSize: Int) -> [Int] {
    order.compactMap { gates.firstIndex(of: $0) }.flatMap { $0 * hiddenSize..<($0 + 1) * hiddenSize }
  }

  /// The row there of every column here, GH.
  fileprivate func rows(_ order: [Gate], hiddenSize: Int) -> [Int] {
    let columns = columns(order, hiddenSize: hiddenSize)
    var rows = [Int](repeating: 0, count: columns.count)
    for (row, column) in columns.enumerated() { rows[column] = row }
    return rows
  }

  /// Bias and recurrent bias of a layer, from those there in the order of their rows.
  fileprivate func biases(
    of found: (input: [Double], recurrent: [Double]), _ rows: [Int]
  ) -> (input: [Double], recurrent: [Double]) {
    precondition(found.input.count == rows.count && found.recurrent.count == rows.count)
    return self.hasRecurrentBias
      ? (rows.map { found.input[$0] }, rows.map { found.recurrent[$0] })
      : (rows.map { found.input[$0] + found.recurrent[$0] }, [])
  }

  /// Bias and recurrent bias of a layer in float64, from `bias_ih_l*` and `bias_hh_l*` of PyTorch: sums of two numbers
  /// of float32 are exact there, and not in float32.
  package func biases(
    pytorch biasIH: [Double], _ biasHH: [Double], hiddenSize: Int
  ) -> (input: [Double], recurrent: [Double]) {
    biases(of: (biasIH, biasHH), rows(GateOrder.pytorch, hiddenSize: hiddenSize))
  }
}

/// PyTorch and ONNX add up two biases, but for a GRU, whose candidate needs them apart.
extension RecurrentLayer {
  /// A layer from the tensors of a PyTorch `RNN`, `LSTM` or `GRU` layer.
  ///
  /// - Parameters:
  ///   - cell: the cell type.
  ///   - inputSize: I, values per step.
  ///   - hiddenSize: H, units.
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
    precondition(weightIH.count == cell.gateCount * hiddenSize * inputSize)
    precondition(weightHH.count == cell.gateCount * hiddenSize * hiddenSize)
    self.init(
      pytorch: cell, inputSize: inputSize, hiddenSize: hiddenSize, biasIH: biasIH.map { Double($0) },
      biasHH: biasHH.map { Double($0) }, weightIH: weightIH.row(of: inputSize),
      weightHH: weightHH.row(of: hiddenSize), activation: activation)
  }

  /// The same of tensors that are read row by row, so that they never need to be there as a whole.
  ///
  /// - Parameters:
  ///   - biasIH: `bias_ih_l*`, GH; added up with the other in float64.
  ///   - biasHH: `bias_hh_l*`, GH.
  ///   - weightIH: writes a row of `weight_ih_l*`, I values.
  ///   - weightHH: writes a row of `weight_hh_l*`, H values.
  package init(
    pytorch cell: CellType, inputSize: Int, hiddenSize: Int, biasIH: [Double], biasHH: [Double],
    weightIH: MatrixRow<Scalar>, weightHH: MatrixRow<Scalar>, activation: Activation? = nil
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
    // Rows there are columns here, in the order of the gates there.
    func transpose(_ matrix: [Scalar]) -> [Scalar] {
      let rows = matrix.count / columns.count
      let whole = Self.transposed(
        matrix.row(of: columns.count), rows: Array(0..<rows), columns: columns.count)
      return columns.flatMap { whole[$0 * rows..<($0 + 1) * rows] }
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
  ///   - cell: the cell type.
  ///   - inputSize: I, values per step.
  ///   - hiddenSize: H, units.
  ///   - weights: W, GH x I, row-major.
  ///   - recurrentWeights: R, GH x H, row-major.
  ///   - bias: B, 2GH: the input's, then the recurrent one.
  ///   - peepholes: P, 3H, or none.
  ///   - activations: f, g and h of an LSTM; the cell's usual ones by default.
  ///   - clip: what bounds pre-activations; by default nothing does.
  ///   - couplesGates: `input_forget`.
  /// - Precondition: the lengths are those of the sizes; the cell can have the activations and the rest.
  public init(
    onnx cell: CellType, inputSize: Int, hiddenSize: Int, weights: some RandomAccessCollection<Scalar>,
    recurrentWeights: some RandomAccessCollection<Scalar>, bias: some RandomAccessCollection<Scalar>,
    peepholes: [Scalar] = [],
    activations: (gates: Activation?, candidate: Activation?, cellState: Activation?) = (nil, nil, nil),
    clip: Double = .infinity, couplesGates: Bool = false
  ) {
    precondition(bias.count.isMultiple(of: 2))
    precondition(weights.count == cell.gateCount * hiddenSize * inputSize)
    precondition(recurrentWeights.count == cell.gateCount * hiddenSize * hiddenSize)
    let biases = bias.map { Double($0) }
    self.init(
      cell, order: GateOrder.onnx, inputSize: inputSize, hiddenSize: hiddenSize,
      inputWeights: Array(weights).row(of: inputSize),
      recurrentWeights: Array(recurrentWeights).row(of: hiddenSize),
      biases: (Array(biases.prefix(biases.count / 2)), Array(biases.suffix(biases.count / 2))),
      activations: activations,
      variation: CellVariation(
        peepholes: Self.peepholes(onnx: peepholes, hiddenSize: hiddenSize), clip: clip,
        couplesGates: couplesGates))
  }

  /// Of a layer, from those there.
  private static func peepholes(onnx found: [Scalar], hiddenSize: Int) -> [Scalar] {
    let order = GateOrder.onnx.filter(CellVariation<Scalar>.gates.contains)
    return found.isEmpty
      ? []
      : CellVariation<Scalar>.gates.compactMap(order.firstIndex).flatMap {
        found[$0 * hiddenSize..<($0 + 1) * hiddenSize]
      }
  }

  /// - Parameters:
  ///   - order: of the gates in the rows of the weights, GH x I and GH x H, and in the biases.
  ///   - biases: of the input and of the recurrent product, GH each.
  private init(
    _ cell: CellType, order: [Gate], inputSize: Int, hiddenSize: Int, inputWeights: MatrixRow<Scalar>,
    recurrentWeights: MatrixRow<Scalar>, biases: (input: [Double], recurrent: [Double]),
    activations: (gates: Activation?, candidate: Activation?, cellState: Activation?),
    variation: CellVariation<Scalar> = .none
  ) {
    let rows = cell.rows(order, hiddenSize: hiddenSize)
    let (bias, recurrentBias) = cell.biases(of: biases, rows)
    func transpose(_ weights: MatrixRow<Scalar>, _ count: Int) -> [Scalar] {
      Self.transposed(weights, rows: rows, columns: count)
    }
    self.init(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize,
      inputKernel: transpose(inputWeights, inputSize),
      recurrentKernel: transpose(recurrentWeights, hiddenSize), bias: bias.map { Scalar($0) },
      recurrentBias: recurrentBias.map { Scalar($0) }, gateActivation: activations.gates,
      activation: activations.candidate, cellStateActivation: activations.cellState, variation: variation)
  }

  /// Rows that are transposed together, so that every line of the cache that they are written to is written whole.
  private static var band: Int { 64 }

  /// The transpose of a matrix whose rows are taken in this order, columns x rows, row-major.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private static func transposed(_ row: MatrixRow<Scalar>, rows: [Int], columns: Int) -> [Scalar] {
    // A row more than a power of two apart, neighbours in a column would all fall on the same lines of the cache.
    let stride = columns + 16
    var room = [Scalar](repeating: 0, count: band * stride)
    return Array(inLargePages: rows.count * columns) { to, count in
      room.withUnsafeMutableBufferPointer { room in
        for first in Swift.stride(from: 0, to: rows.count, by: band) {
          let place = rows[first..<min(first + band, rows.count)]
          for (index, source) in place.enumerated() {
            row(source, UnsafeMutableBufferPointer(rebasing: room[index * stride..<index * stride + columns]))
          }
          for column in 0..<columns {
            for index in 0..<place.count {
              to.initializeElement(at: column * rows.count + first + index, to: room[index * stride + column])
            }
          }
        }
      }
      count = rows.count * columns
    }
  }
}

/// Writes the row of this number of a matrix to a place of its length.
package typealias MatrixRow<Scalar> = (Int, UnsafeMutableBufferPointer<Scalar>) -> Void

extension Array {
  /// The rows of a row-major matrix with so many columns.
  fileprivate func row(of columns: Int) -> MatrixRow<Element> {
    { row, place in
      self.withUnsafeBufferPointer { elements in
        _ = place.update(fromContentsOf: elements[row * columns..<(row + 1) * columns])
      }
    }
  }
}
