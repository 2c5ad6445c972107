import CKernels

/// One layer of one network with the two states that are advanced through it, and room for the steps of a tile.
final class PairedLayer<Scalar: NetworkScalar> {
  /// The two states of a pair.
  enum Side: Int, CaseIterable {
    case a, b
  }

  let weights: PackedLayer<Scalar>
  /// What the units of each thread's part differ in, one part after the other.
  let differences: UnsafeMutablePointer<Scalar>
  let flags: UnsafeMutablePointer<UInt8>
  private let partStride: Int
  private let hidden: Sides
  private let cells: Sides
  private let scratch: Sides
  /// Where all of these are: one piece, because tiny layers are made and given up all the time.
  private let memory: AlignedBuffer<Scalar>

  /// An array of each side, the second behind the first.
  private struct Sides {
    let first: UnsafeMutablePointer<Scalar>
    let count: Int

    subscript(side: Side) -> UnsafeMutablePointer<Scalar> { first + side.rawValue * count }
  }

  /// - Parameters:
  ///   - tile: most steps of one tile.
  ///   - threads: most that share the layer.
  init(_ weights: PackedLayer<Scalar>, tile: Int, threads: Int) {
    self.weights = weights
    // Parts on lines of their own, so that threads do not wait for each other's lines. So are all arrays.
    let line = Int(ck_block_bytes)
    partStride = (tile + line - 1) / line * line
    let parts = threads * partStride
    let flagSize = parts / MemoryLayout<Scalar>.stride
    let resetsBefore = weights.cell.reset == .beforeProduct
    let hiddenSize = (tile + 1) * weights.paddedSize
    let cellSize = weights.cell.hasCellState || resetsBefore ? weights.paddedSize : 0
    let scratchSize = resetsBefore ? weights.paddedSize : 0
    memory = AlignedBuffer(count: parts + flagSize + 2 * (hiddenSize + cellSize + scratchSize))
    differences = memory.base
    flags = UnsafeMutableRawPointer(differences + parts).bindMemory(to: UInt8.self, capacity: parts)
    hidden = Sides(first: differences + parts + flagSize, count: hiddenSize)
    cells = Sides(first: hidden.first + 2 * hiddenSize, count: cellSize)
    scratch = Sides(first: cells.first + 2 * cellSize, count: scratchSize)
  }

  /// Hidden states after each step of the last tile, rows of `weights.paddedSize`.
  func outputs(_ side: Side) -> UnsafeMutablePointer<Scalar> {
    hidden[side] + weights.paddedSize
  }

  /// Hidden state after a step of the last tile, hidden-size values.
  func outputs(_ side: Side, after step: Int) -> [Scalar] {
    Array(UnsafeBufferPointer(start: outputs(side) + step * weights.paddedSize, count: weights.hiddenSize))
  }

  /// Hidden state before the next tile, hidden-size values.
  func state(_ side: Side) -> [Scalar] {
    Array(UnsafeBufferPointer(start: hidden[side], count: weights.hiddenSize))
  }

  /// Cell state, where the cell has one, after the last tile, hidden-size values.
  func cellState(_ side: Side) -> [Scalar] {
    Array(UnsafeBufferPointer(start: cells[side], count: weights.hiddenSize))
  }

  /// Hidden state and, where the cell has one, cell state, before the next tile.
  func completeState(_ side: Side) -> [Scalar] {
    state(side) + (weights.cell.hasCellState ? cellState(side) : [])
  }

  /// Makes the state before the next tile what `completeState` would be; numbers that the layer's arithmetic has.
  func setState(_ side: Side, _ state: [Scalar]) {
    let units = weights.hiddenSize
    precondition(state.count == (weights.cell.hasCellState ? 2 : 1) * units)
    for unit in 0..<units { hidden[side][unit] = state[unit] }
    for unit in units..<state.count { cells[side][unit - units] = state[unit] }
  }

  /// Joins what the units of the parts differ in over the last tile, in the place of the first part's.
  func join(parts: Int, steps: Int) {
    for part in 1..<max(parts, 1) {
      for step in 0..<steps {
        let other = differences[part * partStride + step]
        if other > differences[step] || other.isNaN { differences[step] = other }
        flags[step] |= flags[part * partStride + step]
      }
    }
  }

  /// Makes the state after step `steps` of the last tile the one before the next tile.
  func carryOver(steps: Int) {
    for side in Side.allCases {
      let base = hidden[side]
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
      hidden_a: hidden[.a], hidden_b: hidden[.b],
      cell_a: cells[.a], cell_b: cells[.b],
      scratch_a: scratch[.a], scratch_b: scratch[.b],
      difference: differences + part * partStride, flags: flags + part * partStride)
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
  private let projections: AlignedBuffer<Scalar>
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
    projections = AlignedBuffer(count: 2 * tile * weights.largestProjection)
  }

  /// Where those of a side are.
  func projections(_ side: PairedLayer<Scalar>.Side) -> UnsafeMutablePointer<Scalar> {
    projections.base + side.rawValue * projections.count / 2
  }

  /// As many steps as keep the tile's projections (96 KB of one pair, 256 KB of several) within a small part of the L2
  /// cache, so that they do not push out the recurrent kernel; a multiple of the steps that every kernel projects
  /// together, if it can be.
  private static func tile(for weights: PackedNetwork<Scalar>, pairs: Int, capacity: Int) -> Int {
    let stepBytes = weights.largestProjection * MemoryLayout<Scalar>.stride
    let steps = (pairs == 1 ? 98_304 : 262_144 / pairs) / stepBytes
    let together = 24
    return min(steps >= together ? steps / together * together : max(steps, together / 2), capacity)
  }

  /// What a step takes, for sharing work out: weights that are met.
  var cost: Int { weights.stepCost }
}
