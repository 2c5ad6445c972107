import CKernels

/// One layer of one network with the two states that are advanced through it, and room for the steps of a tile.
final class PairedLayer<Scalar: NetworkScalar> {
  /// The two states of a pair.
  enum Side: Int, CaseIterable {
    case a, b
  }

  let weights: PackedLayer<Scalar>
  let differences: AlignedBuffer<Scalar>
  let flags: AlignedBuffer<UInt8>
  private let hidden: [AlignedBuffer<Scalar>]
  private let cells: [AlignedBuffer<Scalar>]
  private let scratch: [AlignedBuffer<Scalar>]

  /// - Parameter tile: most steps of one tile.
  init(_ layer: RecurrentLayer<Scalar>, tile: Int) {
    let weights = PackedLayer(layer)
    self.weights = weights
    differences = AlignedBuffer(count: tile)
    flags = AlignedBuffer(count: tile)
    func sides(_ count: Int) -> [AlignedBuffer<Scalar>] {
      Side.allCases.map { _ in AlignedBuffer(count: count) }
    }
    let resetsBefore = layer.cell.reset == .beforeProduct
    hidden = sides((tile + 1) * weights.paddedSize)
    cells = sides(layer.cell.hasCellState || resetsBefore ? weights.paddedSize : 0)
    scratch = sides(resetsBefore ? weights.paddedSize : 0)
  }

  /// Hidden states after each step of the last tile, rows of `weights.paddedSize`.
  func outputs(_ side: Side) -> UnsafeMutablePointer<Scalar> {
    hidden[side.rawValue].base + weights.paddedSize
  }

  /// Hidden state before the next tile, hidden-size values.
  func state(_ side: Side) -> [Scalar] {
    (0..<weights.hiddenSize).map { hidden[side.rawValue][$0] }
  }

  /// Cell state, where the cell has one, after the last tile, hidden-size values.
  func cellState(_ side: Side) -> [Scalar] {
    (0..<weights.hiddenSize).map { cells[side.rawValue][$0] }
  }

  /// Makes the state after step `steps` of the last tile the one before the next tile.
  func carryOver(steps: Int) {
    for side in Side.allCases {
      let base = hidden[side.rawValue].base
      base.update(from: base + steps * weights.paddedSize, count: weights.paddedSize)
    }
  }

  func pair(projectionA: UnsafePointer<Scalar>, projectionB: UnsafePointer<Scalar>) -> ck_pair {
    ck_pair(
      hidden_size: weights.hiddenSize,
      recurrent_kernel: weights.recurrentKernel.base, candidate_kernel: weights.candidateKernel.base,
      candidate_bias: weights.candidateBias.base, leak_rate: Double(weights.leakRate),
      projection_a: projectionA, projection_b: projectionB,
      hidden_a: hidden[0].base, hidden_b: hidden[1].base,
      cell_a: cells[0].base, cell_b: cells[1].base,
      scratch_a: scratch[0].base, scratch_b: scratch[1].base,
      difference: differences.base, flags: flags.base)
  }
}

/// One network with the two states that are advanced through it.
final class PairedStack<Scalar: NetworkScalar> {
  let layers: [PairedLayer<Scalar>]
  /// Steps of a tile: the most that are advanced at once.
  let tile: Int
  /// Input projections of one tile; the second is used when the two sides' inputs differ.
  let projections: [AlignedBuffer<Scalar>]
  var trace = PairedTrace()

  /// - Parameter capacity: most steps of a stretch.
  init(_ network: RecurrentNetwork<Scalar>, capacity: Int) {
    let tile = Self.tile(for: network, capacity: capacity)
    self.tile = tile
    layers = network.layers.map { PairedLayer($0, tile: tile) }
    let size = layers.map(\.weights.projectionSize).max() ?? 0
    projections = (0..<2).map { _ in AlignedBuffer(count: tile * size) }
  }

  /// As many steps as keep the tile's projection (96 KB) within a small part of the L2 cache, so that it does
  /// not push out the recurrent kernel; a multiple of the steps that every kernel projects together, if it can
  /// be.
  private static func tile(for network: RecurrentNetwork<Scalar>, capacity: Int) -> Int {
    let stepBytes = network.layers.map { layer in
      PackedLayer<Scalar>.blocks(for: layer.hiddenSize) * Int(ck_block_bytes) * layer.cell.gateCount
    }
    let steps = 98_304 / (stepBytes.max() ?? 1)
    let together = 24
    return min(steps >= together ? steps / together * together : max(steps, 8), capacity)
  }
}
