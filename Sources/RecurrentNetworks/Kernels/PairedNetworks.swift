import CKernels

/// Networks fed with the same pair of input sequences, each carrying two states, one for either sequence.
///
/// A stretch of inputs is worked off in tiles of steps: the input projection of a whole tile, which is a matrix
/// product, then its steps one by one. Networks whose layers are single blocks of units are latency-bound;
/// those of equal cells, layer by layer, take their steps in turn, so that the processor works on all at once.
/// Neither choice touches the order of operations within a network: the bits are the same in any company.
package final class PairedNetworks<Scalar: NetworkScalar> {
  private let functions: ck_real_functions
  /// For networks of single-block layers, which take their steps in turn with others of the same cells.
  private let singleBlockKernels: [[ck_kernel]?]
  private var stacks: [PairedStack<Scalar>?]
  private var groups: [[Int]] = []

  /// Both states of every network start from zero.
  ///
  /// - Parameters:
  ///   - networks: at least one, all of one input size.
  ///   - capacity: most steps of a stretch.
  ///   - path: kernels to run on.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init(_ networks: [RecurrentNetwork<Scalar>], capacity: Int, path: SIMDPath) {
    precondition(Set(networks.map(\.inputSize)).count == 1)
    functions = path.functions(for: Scalar.precision)
    singleBlockKernels = networks.map { network in
      let isSmall = network.layers.allSatisfy { PackedLayer<Scalar>.blocks(for: $0.hiddenSize) == 1 }
      return isSmall ? network.layers.map(\.kernel) : nil
    }
    stacks = networks.map { PairedStack($0, capacity: capacity) }
    regroup()
  }

  /// Ends network `index` and frees its memory.
  package func remove(_ index: Int) {
    stacks[index] = nil
    regroup()
  }

  /// How the states of network `index` compared over the last stretch.
  ///
  /// - Precondition: it has not been removed.
  package func trace(_ index: Int) -> PairedTrace { stack(index).trace }

  /// The two outputs (last layer's hidden states, hidden-size values) of network `index` after the last stretch.
  ///
  /// - Precondition: it has not been removed.
  package func outputs(_ index: Int) -> (a: [Scalar], b: [Scalar]) {
    let stack = stack(index)
    guard let last = stack.layers.last else { return ([], []) }
    return (last.state(.a), last.state(.b))
  }

  /// Advances every network over a stretch of inputs.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func advance(_ inputs: InputPair<Scalar>) {
    for group in groups {
      let members = group.map(stack)
      for member in members { member.trace.removeAll() }
      let tile = members.map(\.tile).min() ?? 1
      for start in stride(from: 0, to: inputs.steps, by: tile) {
        advance(members, inputs, start..<min(start + tile, inputs.steps))
      }
    }
  }

  /// One tile, layer by layer.
  private func advance(_ members: [PairedStack<Scalar>], _ inputs: InputPair<Scalar>, _ steps: Range<Int>) {
    for depth in members[0].layers.indices {
      let pairs = members.map { project($0, depth, inputs, steps) }
      let kernel = members[0].layers[depth].weights.kernel
      guard let advance = functions.advance[Int(kernel.rawValue)] else { preconditionFailure("no kernel") }
      pairs.withUnsafeBufferPointer { advance($0.baseAddress, $0.count, steps.count) }
    }
    for member in members {
      for layer in member.layers { layer.carryOver(steps: steps.count) }
      member.trace.append(member.layers, steps: steps.count)
    }
  }

  /// Projects the layer's inputs: the network's own for the first layer, the hidden states of the layer below
  /// for the others.
  private func project(
    _ member: PairedStack<Scalar>, _ depth: Int, _ inputs: InputPair<Scalar>, _ steps: Range<Int>
  ) -> ck_pair {
    let layer = member.layers[depth]
    let projections = member.projections.map(\.base)
    func project(_ values: UnsafeMutablePointer<Scalar>, _ stride: Int, _ side: Int) {
      let weights = layer.weights
      functions.project(
        weights.inputKernel.base, weights.bias.base, weights.inputSize, weights.hiddenSize, weights.gates,
        values, stride, steps.count, projections[side])
    }
    if depth == 0 {
      let offset = steps.lowerBound * inputs.inputSize
      project(inputs.baseA + offset, inputs.inputSize, 0)
      if inputs.isShared { return layer.pair(projectionA: projections[0], projectionB: projections[0]) }
      project(inputs.baseB + offset, inputs.inputSize, 1)
    } else {
      let below = member.layers[depth - 1]
      project(below.outputs(.a), below.weights.paddedSize, 0)
      project(below.outputs(.b), below.weights.paddedSize, 1)
    }
    return layer.pair(projectionA: projections[0], projectionB: projections[1])
  }

  func stack(_ index: Int) -> PairedStack<Scalar> {
    guard let stack = stacks[index] else { preconditionFailure("network \(index) has been removed") }
    return stack
  }

  /// Networks that are left, those that take their steps in turn together.
  private func regroup() {
    let left = stacks.indices.filter { stacks[$0] != nil }
    let small = left.filter { singleBlockKernels[$0] != nil }
    let kinds = Dictionary(grouping: small) { singleBlockKernels[$0] }
    let together = kinds.values.flatMap { members in
      stride(from: 0, to: members.count, by: Self.mostInTurn).map {
        Array(members[$0..<min($0 + Self.mostInTurn, members.count)])
      }
    }
    groups = together + left.filter { !small.contains($0) }.map { [$0] }
  }

  /// More small layers in turn would no longer fit the processor's window.
  private static var mostInTurn: Int { 4 }
}

/// How the two states of one network compared after each step of a stretch.
package struct PairedTrace: Sendable {
  /// Largest absolute difference between the two outputs after each step; NaN if any unit's difference is.
  package private(set) var differences: [Double] = []
  private var flags: [UInt8] = []

  /// Steps of the stretch.
  package var steps: Int { flags.count }

  /// Whether the two outputs are not bit-identical after step `step`.
  package func outputsDiffer(_ step: Int) -> Bool { flags[step] & UInt8(ck_outputs_differ) != 0 }

  /// Whether the two complete states (every layer's h and c) are not bit-identical after step `step`.
  package func statesDiffer(_ step: Int) -> Bool { flags[step] & UInt8(ck_states_differ) != 0 }

  mutating func removeAll() {
    differences.removeAll(keepingCapacity: true)
    flags.removeAll(keepingCapacity: true)
  }

  /// Takes over the first `count` steps of a tile of every layer of a stack.
  mutating func append<Scalar>(_ layers: [PairedLayer<Scalar>], steps count: Int) {
    guard let output = layers.last else { return }
    for step in 0..<count { differences.append(Double(output.differences.base[step])) }
    let first = flags.count
    flags.append(contentsOf: UnsafeBufferPointer(start: output.flags.base, count: count))
    for layer in layers.dropLast() {
      for step in 0..<count { flags[first + step] |= layer.flags.base[step] & UInt8(ck_states_differ) }
    }
  }
}
