import CKernels

/// A network's weights in the order in which the kernels read them: one copy for all pairs that the network is fed, on
/// however many threads, and the only one that has to be kept.
///
/// Sendable without the compiler's word because nothing writes to the weights once they are packed.
package final class PackedNetwork<Scalar: NetworkScalar>: @unchecked Sendable {
  let layers: [PackedLayer<Scalar>]
  package let head: NetworkHead?

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init(_ network: RecurrentNetwork<Scalar>) {
    layers = network.layers.map { PackedLayer($0) }
    head = network.head
    largestRecurrentBytes =
      layers.map { ($0.recurrentKernel.count + $0.candidateKernel.count) * MemoryLayout<Scalar>.stride }.max()
      ?? 0
    largestProjection = layers.map { $0.projectionSize }.max() ?? 0
    stepCost = layers.reduce(0) { $0 + $1.projectionSize * ($1.inputSize + 2 * $1.hiddenSize + 32) }
    singleBlockKernels = layers.allSatisfy { $0.blocks == 1 } ? layers.map { $0.kernel } : nil
  }

  /// The network that was packed, to the bit, made anew at every call.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func unpacked() -> RecurrentNetwork<Scalar> {
    RecurrentNetwork(layers: layers.map { $0.unpacked() }, head: head)
  }

  /// The network that was packed but for its kernels, which are empty.
  package var outline: RecurrentNetwork<Scalar> { RecurrentNetwork(layers: layers.map(\.outline)) }

  /// Values per input step.
  package var inputSize: Int { layers[0].inputSize }

  /// Values per output: units of the last layer.
  package var outputSize: Int { layers[layers.count - 1].hiddenSize }

  package var layerCount: Int { layers.count }

  /// Numbers of a complete state, layer by layer: h, and c where the cell has it.
  package var stateSizes: [Int] { layers.map { ($0.cell.hasCellState ? 2 : 1) * $0.hiddenSize } }

  /// Weights and biases, but for second biases.
  package var parameterCount: Double {
    layers.reduce(0) { $0 + Double($1.gates * $1.hiddenSize) * Double($1.inputSize + $1.hiddenSize + 1) }
  }

  /// In which numbers the network computes.
  package var arithmetic: Arithmetic { layers[0].arithmetic }

  /// Of what every step reads, in the layer that has the most.
  let largestRecurrentBytes: Int

  /// Elements of one step's projection, in the layer that has the most.
  let largestProjection: Int

  /// What a step takes, for sharing work out: weights that are met.
  let stepCost: Int

  /// The layers' kernels if each layer is a single block of units.
  let singleBlockKernels: [ck_kernel]?
}

/// One layer's weights in the order in which the kernels read them.
///
/// Units stand in blocks of L (64 bytes: 16 float32 or 8 float64), padded with zero weights, which keep the
/// padding's state at zero. A matrix of R rows becomes [block][row][gate][L].
final class PackedLayer<Scalar: NetworkScalar> {
  let cell: CellType
  let kernel: ck_kernel
  let leakRate: Scalar
  let arithmetic: Arithmetic
  /// Of kernels of any activations.
  let activations: (gates: ck_squashing, candidate: ck_squashing, cellState: ck_squashing)
  let clip: Double
  let couplesGates: Bool
  let peepholes: AlignedBuffer<Scalar>?
  let inputSize: Int
  let hiddenSize: Int
  let blocks: Int
  let inputKernel: AlignedBuffer<Scalar>
  /// Without the candidate's columns, if the reset gate acts before the product.
  let recurrentKernel: AlignedBuffer<Scalar>
  /// The candidate's columns, if the reset gate acts before the product.
  let candidateKernel: AlignedBuffer<Scalar>
  /// Biases of the input projection; the recurrent biases of z and r, which only ever act as a sum, included.
  let bias: AlignedBuffer<Scalar>
  /// The candidate's recurrent bias, if the reset gate acts after the product.
  let candidateBias: AlignedBuffer<Scalar>
  /// The layer that was packed but for its kernels, which are empty.
  let outline: RecurrentLayer<Scalar>

  static var lanes: Int { Int(ck_block_bytes) / MemoryLayout<Scalar>.stride }

  static func blocks(for hiddenSize: Int) -> Int { (hiddenSize + lanes - 1) / lanes }

  /// Gates in one row of a projection.
  var gates: Int { cell.gateCount }
  /// Elements of one state.
  var paddedSize: Int { blocks * Self.lanes }
  /// Elements of one step's projection.
  var projectionSize: Int { paddedSize * gates }
  /// - Parameter stride: elements from the inputs of a step to those of the next.
  func projection(stride: Int) -> ck_projection {
    ck_projection(
      kernel: inputKernel.base, bias: bias.base, input_size: inputSize, hidden_size: hiddenSize, gates: gates,
      stride: stride, rounding: arithmetic.kernel)
  }

  init(_ layer: RecurrentLayer<Scalar>) {
    var outline = layer
    (outline.inputKernel, outline.recurrentKernel) = ([], [])
    self.outline = outline
    cell = layer.cell
    kernel = layer.kernel
    leakRate = layer.leakRate
    arithmetic = layer.arithmetic
    activations = (
      layer.gateActivation.kernel, layer.activation.kernel, layer.cellStateActivation.kernel
    )
    inputSize = layer.inputSize
    hiddenSize = layer.hiddenSize
    blocks = Self.blocks(for: layer.hiddenSize)
    let (all, summed, candidate) = (
      0..<layer.cell.gateCount, layer.cell.summedGates, layer.cell.candidateGates
    )
    func pack(_ matrix: [Scalar], rows: Int, gates: Range<Int>) -> AlignedBuffer<Scalar> {
      Self.pack(matrix, rows: rows, columnGates: all.count, gates: gates, hiddenSize: layer.hiddenSize)
    }
    inputKernel = pack(layer.inputKernel, rows: layer.inputSize, gates: all)
    let isApart = cell.reset == .beforeProduct
    recurrentKernel = pack(layer.recurrentKernel, rows: layer.hiddenSize, gates: isApart ? summed : all)
    candidateKernel = pack(layer.recurrentKernel, rows: layer.hiddenSize, gates: isApart ? candidate : 0..<0)
    (clip, couplesGates) = (layer.variation.clip, layer.variation.couplesGates)
    let peepholeGates = CellVariation<Scalar>.gates.count
    peepholes =
      layer.variation.peepholes.isEmpty
      ? nil
      : Self.pack(
        layer.variation.peepholes, rows: 1, columnGates: peepholeGates, gates: 0..<peepholeGates,
        hiddenSize: layer.hiddenSize)
    guard cell.hasRecurrentBias else {
      bias = pack(layer.bias, rows: 1, gates: all)
      candidateBias = AlignedBuffer(count: 0)
      return
    }
    let sums = zip(layer.bias, layer.recurrentBias).prefix(summed.count * hiddenSize)
      .map { layer.arithmetic.rounded(.stepwise, $0 + $1) }
    bias = pack(sums + layer.bias[sums.count...], rows: 1, gates: all)
    candidateBias = pack(layer.recurrentBias, rows: 1, gates: candidate)
  }

  /// The layer that was packed, to the bit.
  func unpacked() -> RecurrentLayer<Scalar> {
    let (all, summed, candidate) = (0..<cell.gateCount, cell.summedGates, cell.candidateGates)
    var layer = outline
    layer.inputKernel = unpack([(inputKernel, all)], rows: inputSize)
    let isApart = cell.reset == .beforeProduct
    layer.recurrentKernel = unpack(
      isApart ? [(recurrentKernel, summed), (candidateKernel, candidate)] : [(recurrentKernel, all)],
      rows: hiddenSize)
    return layer
  }

  /// The inverse of `pack`: of the parts of a matrix, which each have some gates' columns.
  private func unpack(_ parts: [(packed: AlignedBuffer<Scalar>, gates: Range<Int>)], rows: Int) -> [Scalar] {
    let count = rows * gates * hiddenSize
    return Array(unsafeUninitializedCapacity: count) { matrix, filled in
      for (packed, gates) in parts {
        var place = packed.base
        for block in 0..<blocks {
          let units = block * Self.lanes..<min((block + 1) * Self.lanes, hiddenSize)
          for row in 0..<rows {
            for gate in gates {
              let first = (row * self.gates + gate) * hiddenSize
              for (lane, unit) in units.enumerated() {
                matrix.initializeElement(at: first + unit, to: place[lane])
              }
              place += Self.lanes
            }
          }
        }
      }
      filled = count
    }
  }

  /// - Parameter matrix: rows x (columnGates · hiddenSize), row-major.
  static func pack(
    _ matrix: [Scalar], rows: Int, columnGates: Int, gates: Range<Int>, hiddenSize: Int
  ) -> AlignedBuffer<Scalar> {
    let blocks = blocks(for: hiddenSize)
    let packed = AlignedBuffer<Scalar>(count: blocks * rows * gates.count * lanes)
    var place = packed.base
    for block in 0..<blocks {
      let units = block * lanes..<min((block + 1) * lanes, hiddenSize)
      for row in 0..<rows {
        for gate in gates {
          let first = (row * columnGates + gate) * hiddenSize
          for (lane, unit) in units.enumerated() { place[lane] = matrix[first + unit] }
          place += lanes
        }
      }
    }
    return packed
  }
}

extension RecurrentLayer {
  /// What advances the layer: the cell's kernel, and for a reservoir that of its units. Without a leak, an echo
  /// state layer is an RNN layer, to the bit.
  var kernel: ck_kernel {
    guard cell.isReservoir else {
      guard !isUsual else { return cell.kernel }
      switch cell {
      case .rnn, .esn: return ck_rnn_any
      case .lstm: return ck_lstm_any
      case .gru: return ck_gru_any
      case .gruResetBefore: return ck_gru_reset_before_any
      }
    }
    if activation == .identity { return ck_leaky_linear }
    return leakRate == 1 ? ck_rnn : cell.kernel
  }
}
