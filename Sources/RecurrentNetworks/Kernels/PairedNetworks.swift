import CKernels

/// Networks fed with pairs of input sequences. Each run, a network and a pair, carries two states, one for either
/// sequence.
///
/// A stretch of inputs is worked off in tiles of steps: the input projection of a whole tile, which is a matrix
/// product, then its steps one by one. Runs whose layers are single blocks of units are latency-bound; those of equal
/// cells, layer by layer, take their steps in turn, so that the processor works on all at once. Runs of one larger
/// network take them together, so that a weight is loaded once for several pairs. Several threads take runs of their own,
/// or parts of the units of a large network. None of this touches the order of operations within a run: the bits are
/// the same in any company.
///
/// Sendable without the compiler's word because members of a team touch their own runs only, or their own units of one,
/// and meet before they read what others wrote.
package final class PairedNetworks<Scalar: NetworkScalar>: @unchecked Sendable {
  /// A network and a pair of sequences, by their numbers.
  package typealias Run = (network: Int, inputs: Int)

  /// Runs that advance in company.
  private struct Group {
    var members: [PairedStack<Scalar>]
    /// Whether together, or in turn.
    var isTogether: Bool
  }

  private let functions: ck_real_functions
  private let sharedBytes: Int
  private var stacks: [PairedStack<Scalar>?]
  /// Of all that are left, for one thread.
  private var groups: [Group] = []

  /// Both states of every network start from zero.
  ///
  /// - Parameters:
  ///   - networks: at least one, all of one input size, each of which is fed the one pair of sequences.
  ///   - capacity: most steps of a stretch.
  ///   - path: kernels to run on.
  package convenience init(_ networks: [RecurrentNetwork<Scalar>], capacity: Int, path: SIMDPath) {
    self.init(
      networks.map { PackedNetwork($0) }, runs: networks.indices.map { ($0, 0) }, capacity: capacity,
      path: path)
  }

  /// Both states of every run start from zero.
  ///
  /// - Parameters:
  ///   - networks: at least one, all of one input size and one arithmetic.
  ///   - runs: which network is fed which pair.
  ///   - capacity: most steps of a stretch.
  ///   - threads: most that advance the runs; 1 by default.
  ///   - sharedBytes: of a layer's recurrent kernel, from which on threads share its units, all reading a part of it,
  ///     rather than take runs of their own, all reading all of it: half of what the cache of a core holds, by default.
  ///   - path: kernels to run on.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init(
    _ networks: [PackedNetwork<Scalar>], runs: [Run], capacity: Int, threads: Int = 1,
    sharedBytes: Int = 524_288, path: SIMDPath
  ) {
    precondition(
      networks.allSatisfy { $0.inputSize == networks[0].inputSize && $0.arithmetic == networks[0].arithmetic }
    )
    functions = path.functions(for: networks[0].arithmetic.precision)
    self.sharedBytes = sharedBytes
    var pairs = Array(repeating: 0, count: networks.count)
    for run in runs { pairs[run.network] += 1 }
    stacks = runs.map {
      PairedStack(
        networks[$0.network], inputs: $0.inputs, pairs: pairs[$0.network], capacity: capacity,
        threads: threads)
    }
    regroup()
  }

  /// Ends run `index` and frees its memory.
  package func remove(_ index: Int) { remove([index]) }

  /// Ends runs and frees their memory.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func remove(_ indices: [Int]) {
    for index in indices { stacks[index] = nil }
    if !indices.isEmpty { regroup() }
  }

  /// How the states of run `index` compared over the last stretch.
  ///
  /// - Precondition: it has not been removed.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func trace(_ index: Int) -> PairedTrace { stack(index).trace }

  /// The two outputs (last layer's hidden states, hidden-size values) of run `index` after the last stretch.
  ///
  /// - Precondition: it has not been removed.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func outputs(_ index: Int) -> (a: [Scalar], b: [Scalar]) {
    let stack = stack(index)
    guard let last = stack.layers.last else { return ([], []) }
    return (last.state(.a), last.state(.b))
  }

  /// What a step of all runs that are left takes, in multiply-adds, about.
  package var stepCost: Double { stacks.reduce(0) { $0 + Double($1?.cost ?? 0) } }

  func stack(_ index: Int) -> PairedStack<Scalar> {
    guard let stack = stacks[index] else { preconditionFailure("run \(index) has been removed") }
    return stack
  }

  // MARK: Steps

  /// Advances every run over a stretch of the one pair of sequences.
  package func advance(_ inputs: InputPair<Scalar>) { advance([inputs]) }

  /// Advances every run over a stretch of its pair of sequences.
  ///
  /// - Parameters:
  ///   - inputs: a stretch of every pair, all of the same steps but for those that no run is fed any more.
  ///   - member: who advances them: every member of a team calls this, once all inputs are there.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func advance(_ inputs: [InputPair<Scalar>], as member: TeamMember = .alone) {
    guard member.parts > 1 else {
      for group in groups { advance(group, inputs, .alone) }
      return
    }
    let left = stacks.compactMap { $0 }
    let shared = left.filter { $0.weights.largestRecurrentBytes >= sharedBytes }
    for runs in Self.together(shared) {
      advance(Group(members: runs, isTogether: true), inputs, member)
    }
    let others = left.filter { $0.weights.largestRecurrentBytes < sharedBytes }
    for group in Self.groups(of: Self.part(member, of: others)) {
      advance(group, inputs, .alone)
    }
  }

  private func advance(_ group: Group, _ inputs: [InputPair<Scalar>], _ member: TeamMember) {
    let (members, steps) = (group.members, inputs[group.members[0].inputs].steps)
    for place in member.places(of: members.count) { members[place].trace.removeAll() }
    let tile = members.map { $0.tile }.min() ?? 1
    for start in stride(from: 0, to: steps, by: tile) {
      advance(group, inputs, start..<min(start + tile, steps), member)
    }
  }

  /// One tile, layer by layer.
  private func advance(
    _ group: Group, _ inputs: [InputPair<Scalar>], _ steps: Range<Int>, _ member: TeamMember
  ) {
    let members = group.members
    for depth in members[0].layers.indices {
      let pairs = project(members, depth, inputs, steps, member)
      let kernel = Int(members[0].layers[depth].weights.kernel.rawValue)
      guard let inTurn = functions.advance[kernel], let together = functions.advance_together[kernel] else {
        preconditionFailure("no kernel")
      }
      pairs.withUnsafeBufferPointer { pairs in
        if group.isTogether {
          together(pairs.baseAddress, pairs.count, steps.count, member.share)
        } else {
          inTurn(pairs.baseAddress, pairs.count, steps.count)
        }
      }
    }
    for place in member.places(of: members.count) {
      let stack = members[place]
      for layer in stack.layers {
        layer.join(parts: member.parts, steps: steps.count)
        layer.carryOver(steps: steps.count)
      }
      stack.trace.append(stack.layers, steps: steps.count)
    }
    member.meet()
  }

  /// Projects the layer's inputs, of all runs of a network at once: the pair's for the first layer, the hidden states of
  /// the layer below for the others.
  private func project(
    _ members: [PairedStack<Scalar>], _ depth: Int, _ inputs: [InputPair<Scalar>], _ steps: Range<Int>,
    _ member: TeamMember
  ) -> [ck_pair] {
    var (pairs, sequences): ([ck_pair], [ck_sequence]) = ([], [])
    pairs.reserveCapacity(members.count)
    sequences.reserveCapacity(2 * members.count)
    for (place, stack) in members.enumerated() {
      let (layer, a, b) = (stack.layers[depth], stack.projections(.a), stack.projections(.b))
      var isShared = false
      if depth == 0 {
        let pair = inputs[stack.inputs]
        let offset = steps.lowerBound * pair.inputSize
        isShared = pair.isShared
        sequences.append(ck_sequence(inputs: pair.baseA + offset, projection: a))
        if !isShared { sequences.append(ck_sequence(inputs: pair.baseB + offset, projection: b)) }
      } else {
        let below = stack.layers[depth - 1]
        sequences.append(ck_sequence(inputs: below.outputs(.a), projection: a))
        sequences.append(ck_sequence(inputs: below.outputs(.b), projection: b))
      }
      pairs.append(layer.pair(projectionA: a, projectionB: isShared ? a : b, part: member.part))
      guard place + 1 == members.count || members[place + 1].weights !== stack.weights else { continue }
      var projection = layer.weights.projection(
        stride: depth == 0 ? layer.weights.inputSize : stack.layers[depth - 1].weights.paddedSize)
      functions.project(&projection, sequences, sequences.count, steps.count, member.share)
      sequences.removeAll(keepingCapacity: true)
    }
    return pairs
  }

  // MARK: Company

  private func regroup() { groups = Self.groups(of: stacks.compactMap { $0 }) }

  /// Runs of single-block layers in turn with others of the same cells; those of a larger network together.
  private static func groups(of stacks: [PairedStack<Scalar>]) -> [Group] {
    let small = stacks.filter { $0.weights.singleBlockKernels != nil }
    let turns = small.grouped { $0.weights.singleBlockKernels }.flatMap { $0.chunks(ofAtMost: mostInTurn) }
    let larger = together(stacks.filter { $0.weights.singleBlockKernels == nil })
    return turns.map { Group(members: $0, isTogether: false) }
      + larger.map { Group(members: $0, isTogether: $0.count > 1) }
  }

  /// The runs of each network, in the same order whichever thread asks.
  private static func together(_ stacks: [PairedStack<Scalar>]) -> [[PairedStack<Scalar>]] {
    stacks.grouped { ObjectIdentifier($0.weights) }.flatMap { $0.chunks(ofAtMost: Int(ck_most_pairs)) }
  }

  /// More small layers in turn would no longer fit the processor's window.
  private static var mostInTurn: Int { 4 }

  /// The runs that fall to a member: consecutive ones, of about the same cost for every member.
  private static func part(_ member: TeamMember, of stacks: [PairedStack<Scalar>]) -> [PairedStack<Scalar>] {
    let whole = stacks.reduce(0) { $0 + $1.cost }
    var before = 0
    return stacks.filter { stack in
      // By the middle of what it takes, so that every run falls to one member.
      let middle = 2 * before + stack.cost
      before += stack.cost
      return middle * member.parts / (2 * whole) == member.part
    }
  }
}

extension Array {
  /// Elements of equal keys, in the order of first appearance.
  fileprivate func grouped<Key: Hashable>(by key: (Element) -> Key) -> [[Element]] {
    var groups: [[Element]] = []
    var places: [Key: Int] = [:]
    for element in self {
      let place = places[key(element), default: groups.count]
      if place == groups.count {
        places[key(element)] = place
        groups.append([])
      }
      groups[place].append(element)
    }
    return groups
  }

  /// As few parts of consecutive elements as there can be, of at most so many elements each, and about equally many.
  fileprivate func chunks(ofAtMost most: Int) -> [[Element]] {
    let chunks = (count + most - 1) / most
    return (0..<chunks).map { Array(self[count * $0 / chunks..<count * ($0 + 1) / chunks]) }
  }
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
    differences += UnsafeBufferPointer(start: output.differences, count: count).lazy.map { Double($0) }
    let first = flags.count
    flags += UnsafeBufferPointer(start: output.flags, count: count)
    for layer in layers.dropLast() {
      for step in 0..<count { flags[first + step] |= layer.flags[step] & UInt8(ck_states_differ) }
    }
  }
}
