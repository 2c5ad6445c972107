/// What a network puts out at every step of a sequence, from zero state.
///
/// Computed by the engine's kernels: the outputs are those of either sequence of a pair, bit for bit.
public struct Trajectory<Scalar: NetworkScalar>: Equatable, Sendable {
  /// T.
  public let steps: Int
  /// Units of the last layer.
  public let outputSize: Int
  /// The last layer's hidden states, steps x output size, row by row.
  public internal(set) var outputs: [Scalar] = []
  /// The states of every layer, first layer first; empty unless they were asked for.
  public internal(set) var layers: [LayerStates<Scalar>] = []

  /// - Parameters:
  ///   - network: any.
  ///   - inputs: steps x input size, row by row; each rounded to the network's precision.
  ///   - keepsStates: whether to keep the states of every layer. With LSTM layers this takes longer: the
  ///     kernels keep the last step's c only, so steps are taken singly.
  ///   - path: kernels to run on; the fastest by default. All give the same bits.
  /// - Precondition: a whole number of steps.
  public init(
    of network: RecurrentNetwork<Scalar>, inputs: [Double], keepsStates: Bool = false, path: SIMDPath = .best
  ) {
    self.init(of: PackedNetwork(network), inputs: inputs, keepsStates: keepsStates, path: path)
  }

  /// The same of a network that is packed already.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init(
    of network: PackedNetwork<Scalar>, inputs: [Double], keepsStates: Bool = false, path: SIMDPath = .best
  ) {
    precondition(inputs.count % network.inputSize == 0)
    steps = inputs.count / network.inputSize
    outputSize = network.outputSize
    outputs.reserveCapacity(steps * outputSize)
    if keepsStates { layers = network.layers.map(LayerStates.init) }
    let isSingly = keepsStates && network.layers.contains { $0.cell.hasCellState }
    let engine = PairedNetworks(
      [network], runs: [(0, 0)], capacity: isSingly ? 1 : Self.longestStretch, path: path)
    let stack = engine.stack(0)
    let stretch = InputPair<Scalar>(
      inputSize: network.inputSize, capacity: stack.tile, path: path, arithmetic: network.arithmetic)
    for start in stride(from: 0, to: steps, by: stack.tile) {
      let count = min(stack.tile, steps - start)
      stretch.read(inputs, columns: network.inputSize, steps: count, a: start, b: nil)
      engine.advance(stretch)
      for (index, layer) in stack.layers.enumerated() {
        if index == stack.layers.count - 1 { layer.appendOutputs(steps: count, to: &outputs) }
        guard keepsStates else { continue }
        layer.appendOutputs(steps: count, to: &layers[index].hidden)
        if layer.weights.cell.hasCellState { layers[index].cellState += layer.cellState(.a) }
      }
    }
  }

  /// Steps of a stretch at most; a stretch is one tile of the engine's, whose outputs are all there after it.
  private static var longestStretch: Int { 512 }
}

extension PairedLayer {
  /// Appends the first sequence's hidden states after the first `steps` steps of the last tile.
  func appendOutputs(steps: Int, to rows: inout [Scalar]) {
    for step in 0..<steps {
      let row = outputs(.a) + step * weights.paddedSize
      rows.append(contentsOf: UnsafeBufferPointer(start: row, count: weights.hiddenSize))
    }
  }
}

/// The states of one layer after each step of a sequence.
public struct LayerStates<Scalar: NetworkScalar>: Equatable, Sendable {
  /// The cell type of the layer.
  public let cell: CellType
  /// H, units of the layer.
  public let hiddenSize: Int
  /// h, steps x hidden size, row by row.
  public internal(set) var hidden: [Scalar] = []
  /// c, likewise, of cells that have one, an LSTM's; else empty.
  public internal(set) var cellState: [Scalar] = []

  init(_ layer: PackedLayer<Scalar>) {
    cell = layer.cell
    hiddenSize = layer.hiddenSize
  }
}
