import CKernels

/// One layer of one network with the two states that are advanced through it, and room for the steps of a tile.
final class PairedLayer<Scalar: NetworkScalar> {
  /// The two states of a pair.
  enum Side: Int, CaseIterable {
    case a, b
  }

  let weights: PackedLayer<Scalar>
  /// What the units of each thread's part differ in, one part after the other.
  let differences: AlignedBuffer<Scalar>
  let flags: AlignedBuffer<UInt8>
  private let partStride: Int
  private let hidden: [AlignedBuffer<Scalar>]
  private let cells: [AlignedBuffer<Scalar>]
  private let scratch: [AlignedBuffer<Scalar>]

  /// - Parameters:
  ///   - tile: most steps of one tile.
  ///   - threads: most that share the layer.
  init(_ weights: PackedLayer<Scalar>, tile: Int, threads: Int) {
    self.weights = weights
    // Parts on lines of their own, so that threads do not wait for each other's lines.
    let line = Int(ck_block_bytes)
    partStride = (tile + line - 1) / line * line
    differences = AlignedBuffer(count: threads * partStride)
    flags = AlignedBuffer(count: threads * partStride)
    func sides(_ count: Int) -> [AlignedBuffer<Scalar>] {
      Side.allCases.map { _ in AlignedBuffer(count: count) }
    }
    let resetsBefore = weights.cell.reset == .beforeProduct
    hidden = sides((tile + 1) * weights.paddedSize)
    cells = sides(weights.cell.hasCellState || resetsBefore ? weights.paddedSize : 0)
    scratch = sides(resetsBefore ? weights.paddedSize : 0)
  }

  /// Hidden states after each step of the last tile, rows of `weights.paddedSize`.
  func outputs(_ side: Side) -> UnsafeMutablePointer<Scalar> {
    hidden[side.rawValue].base + weights.paddedSize
  }

  /// Hidden state after a step of the last tile, hidden-size values.
  func outputs(_ side: Side, after step: Int) -> [Scalar] {
    Array(UnsafeBufferPointer(start: outputs(side) + step * weights.paddedSize, count: weights.hiddenSize))
  }

  /// Hidden state before the next tile, hidden-size values.
  func state(_ side: Side) -> [Scalar] {
    Array(UnsafeBufferPointer(start: hidden[side.rawValue].base, count: weights.hiddenSize))
  }

  /// Cell state, where the cell has one, after the last tile, hidden-size values.
  func cellState(_ side: Side) -> [Scalar] {
    Array(UnsafeBufferPointer(start: cells[side.rawValue].base, count: weights.hiddenSize))
  }

  /// Hidden state and, where the cell has one, cell state, before the next tile.
  func completeState(_ side: Side) -> [Scalar] {
    state(side) + (weights.cell.hasCellState ? cellState(side) : [])
  }

  /// Makes the state before the next tile what `completeState` would be; numbers that the layer's arithmetic has.
  func setState(_ side: Side, _ state: [Scalar]) {
    let units = weights.hiddenSize
    precondition(state.count == (weights.cell.hasCellState ? 2 : 1) * units)
    for unit in 0..<units { hidden[side.rawValue][unit] = state[unit] }
    for unit in units..<state.count { cells[side.rawValue][unit - units] = state[unit] }
  }

  /// Joins what the units of the parts differ in over the last tile, in the place of the first part's.
  func join(parts: Int, steps: Int) {
    for part in 1..<max(parts, 1) {
      for step in 0..<steps {
        let other = differences.base[part * partStride + step]
        if other > differences.base[step] || other.isNaN { differences.base[step] = other }
        flags.base[step] |= flags.base[part * partStride + step]
      }
    }
  }

  /// Makes the state after step `steps` of the last tile the one before the next tile.
  func carryOver(steps: Int) {
    for side in Side.allCases {
      let base = hidden[side.rawValue].base
      base.update(from: base + steps * weights.paddedSize, count: weights.paddedSize)
    }
  }

  /// - Parameter part: of the threads that share the layer.
  func pair(projectionA: UnsafePointer<Scalar>, projectionB: UnsafePointer<Scalar>, part: Int) -> ck_pair {
    ck_pair(
      hidden_size: weights.hiddenSize,
      recurrent_kernel: weights.recurrentKernel.base, candidate_kernel: weights.candidateKernel.base,
      candidate_bias: weights.candidateBias.base, gates: weights.activations.gates,
      candidate: weights.activations.candidate, cell_state: weights.activations.cellState,
      clip: weights.clip, peepholes: weights.peepholes.map { UnsafeRawPointer($0.base) },
      couples_gates: weights.couplesGates,
      leak_rate: Double(weights.leakRate), rounding: weights.arithmetic.kernel,
      projection_a: projectionA, projection_b: projectionB,
      hidden_a: hidden[0].base, hidden_b: hidden[1].base,
      cell_a: cells[0].base, cell_b: cells[1].base,
      scratch_a: scratch[0].base, scratch_b: scratch[1].base,
      difference: differences.base + part * partStride, flags: flags.base + part * partStride)
  }
}

/// One network with the two states of one pair of sequences.
final class PairedStack<Scalar: NetworkScalar> {
  let weights: PackedNetwork<Scalar>
  /// Which pair of sequences it is fed.
  let inputs: Int
  let layers: [PairedLayer<Scalar>]
  /// Steps of a tile: the most that are advanced at once.
  let tile: Int
  /// Input projections of one tile; the second is used when the two sides' inputs differ.
  let projections: [AlignedBuffer<Scalar>]
  var trace = PairedTrace()

  /// - Parameters:
  ///   - inputs: number of the pair of sequences.
  ///   - pairs: that the network is fed.
  ///   - capacity: most steps of a stretch.
  ///   - threads: most that share a layer.
  init(_ weights: PackedNetwork<Scalar>, inputs: Int, pairs: Int, capacity: Int, threads: Int) {
    self.weights = weights
    self.inputs = inputs
    let tile = Self.tile(for: weights, pairs: pairs, capacity: capacity)
    self.tile = tile
    layers = weights.layers.map { PairedLayer($0, tile: tile, threads: threads) }
    let size = weights.layers.map(\.projectionSize).max() ?? 0
    projections = (0..<2).map { _ in AlignedBuffer(count: tile * size) }
  }

  /// As many steps as keep the tile's projections (96 KB of one pair, 256 KB of several) within a small part of the L2
  /// cache, so that they do not push out the recurrent kernel; a multiple of the steps that every kernel projects
  /// together, if it can be.
  private static func tile(for weights: PackedNetwork<Scalar>, pairs: Int, capacity: Int) -> Int {
    let stepBytes = weights.layers.map { $0.projectionSize * MemoryLayout<Scalar>.stride }.max() ?? 1
    let steps = (pairs == 1 ? 98_304 : 262_144 / pairs) / stepBytes
    let together = 24
    return min(steps >= together ? steps / together * together : max(steps, together / 2), capacity)
  }

  /// What a step takes, for sharing work out: weights that are met.
  var cost: Int {
    weights.layers.reduce(0) { $0 + $1.projectionSize * ($1.inputSize + 2 * $1.hiddenSize + 32) }
  }
}
