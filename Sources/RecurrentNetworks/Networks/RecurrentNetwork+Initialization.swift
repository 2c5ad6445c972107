extension RecurrentNetwork {
  /// A fresh network, a pure function of its arguments.
  ///
  /// Every array of every layer has a stream of its own within `stream`. Entries are drawn in float64 and
  /// rounded, so a float32 and a float64 network from the same stream are the same network.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(shape: NetworkShape, initialization: Initialization, stream: RandomStream) {
    self.init(
      layers: (0..<shape.layers).map { index in
        RecurrentLayer(
          cell: shape.cell, inputSize: index == 0 ? shape.inputSize : shape.hiddenSize,
          hiddenSize: shape.hiddenSize, initialization: initialization,
          stream: stream.child(UInt64(index)))
      })
  }
}

extension RecurrentLayer {
  /// The arrays of a layer, as words that name their streams.
  private enum Role: UInt64 {
    case inputKernel, recurrentKernel, bias, recurrentBias
  }

  init(
    cell: CellType, inputSize: Int, hiddenSize: Int, initialization: Initialization, stream: RandomStream
  ) {
    guard cell != .esn else {
      self.init(
        reservoir: initialization.reservoir, inputSize: inputSize, hiddenSize: hiddenSize, stream: stream)
      return
    }
    let columns = cell.gateCount * hiddenSize
    func kernel(_ role: Role, rows: Int, _ initializer: KernelInitializer) -> [Scalar] {
      initializer.draw(
        rows: rows, columns: columns, hiddenSize: hiddenSize, stream: stream.child(role.rawValue)
      ).map { Scalar($0 * initialization.gain) }
    }
    func biases(_ role: Role) -> [Double] {
      guard initialization.drawsBiases else { return Array(repeating: 0, count: columns) }
      return KernelInitializer.inverseRootHidden.draw(
        rows: 1, columns: columns, hiddenSize: hiddenSize, stream: stream.child(role.rawValue))
    }
    var bias = biases(.bias)
    let recurrentBias = biases(.recurrentBias)
    if cell == .lstm {
      for unit in hiddenSize..<2 * hiddenSize { bias[unit] += initialization.forgetBias }
    }
    if cell != .gru {
      // PyTorch draws both biases for every cell; where they only ever act as a sum, they are stored as one.
      for column in 0..<columns { bias[column] += recurrentBias[column] }
    }
    self.init(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize,
      inputKernel: kernel(.inputKernel, rows: inputSize, initialization.inputKernel),
      recurrentKernel: kernel(.recurrentKernel, rows: hiddenSize, initialization.recurrentKernel),
      bias: bias.map { Scalar($0) },
      recurrentBias: cell == .gru ? recurrentBias.map { Scalar($0) } : nil)
  }
}
