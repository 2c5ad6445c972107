import Testing

@testable import RecurrentNetworks

/// Many pairs of one network at once, on one thread and on several, give each pair the bits that it has alone.
@Suite struct PairsTogetherTests {
  /// What one pair shows, as bits.
  private struct Course: Equatable {
    var differences: [UInt64] = []
    var flags: [Bool] = []
    var outputs: [UInt64] = []
  }

  /// Stretches of three steps, which differ in the first two and agree after.
  private static let stretch = 3
  private static let pairs = 17

  private func inputs<Scalar: NetworkScalar>(_ pair: Int, size: Int, path: SIMDPath) -> InputPair<Scalar> {
    InputPair(inputSize: size, capacity: Self.stretch, path: path)
  }

  private func draw<Scalar: NetworkScalar>(_ inputs: InputPair<Scalar>, pair: Int, stretch: Int) {
    let stream = RandomStream(seed: UInt64(pair))
    let steps = stretch * Self.stretch..<(stretch + 1) * Self.stretch
    inputs.draw(steps: steps, a: stream.child(0), b: stretch < 2 ? stream.child(1) : nil)
  }

  private func record<Scalar: NetworkScalar>(
    _ engine: PairedNetworks<Scalar>, _ run: Int, _ course: inout Course
  ) {
    let (trace, outputs) = (engine.trace(run), engine.outputs(run))
    course.differences += trace.differences.map(\.bitPattern)
    for step in 0..<trace.steps { course.flags += [trace.outputsDiffer(step), trace.statesDiffer(step)] }
    course.outputs += (outputs.a + outputs.b).map { Double($0).bitPattern }
  }

  /// Pair number p, which is fed p + 1 stretches, alone.
  private func alone<Scalar: NetworkScalar>(_ network: RecurrentNetwork<Scalar>) -> [Course] {
    (0..<Self.pairs).map { pair in
      let stretches: InputPair<Scalar> = inputs(pair, size: network.inputSize, path: .best)
      let engine = PairedNetworks([network], capacity: Self.stretch, path: .best)
      var course = Course()
      for stretch in 0...pair {
        draw(stretches, pair: pair, stretch: stretch)
        engine.advance(stretches)
        record(engine, 0, &course)
      }
      return course
    }
  }

  /// All pairs, of which the first leaves after every stretch: 17 at first, 1 in the last.
  private func together<Scalar: NetworkScalar>(
    _ networks: [RecurrentNetwork<Scalar>], path: SIMDPath, threads: Int, sharedBytes: Int
  ) -> [[Course]] {
    let stretches: [InputPair<Scalar>] = (0..<Self.pairs).map {
      inputs($0, size: networks[0].inputSize, path: path)
    }
    let runs = networks.indices.flatMap { network in (0..<Self.pairs).map { (network, $0) } }
    let engine = PairedNetworks(
      networks.map { PackedNetwork($0) }, runs: runs, capacity: Self.stretch, threads: threads,
      sharedBytes: sharedBytes, path: path)
    var courses = networks.map { _ in [Course](repeating: Course(), count: Self.pairs) }
    for stretch in 0..<Self.pairs {
      for pair in stretch..<Self.pairs { draw(stretches[pair], pair: pair, stretch: stretch) }
      let shared = Shared(engine: engine, inputs: stretches)
      Threads.together(threads) { shared.engine.advance(shared.inputs, as: $0) }
      for network in networks.indices {
        for pair in stretch..<Self.pairs {
          record(engine, network * Self.pairs + pair, &courses[network][pair])
        }
        engine.remove(network * Self.pairs + stretch)
      }
    }
    return courses
  }

  /// What the members of a team read; drawn before they begin.
  private struct Shared<Scalar: NetworkScalar>: @unchecked Sendable {
    let engine: PairedNetworks<Scalar>
    let inputs: [InputPair<Scalar>]
  }

  private func network<Scalar: NetworkScalar>(
    _ cell: CellType, depth: Int, hiddenSize: Int, activation: CandidateActivation = .tanh
  ) -> RecurrentNetwork<Scalar>? {
    var initialization = Initialization(.pytorch)
    if cell == .esn {
      guard let reservoir = try? Reservoir(leakRate: 0.7, biasScaling: 0.2, activation: activation) else {
        return nil
      }
      initialization.reservoir = reservoir
    }
    return RecurrentNetwork(
      shape: NetworkShape(cell: cell, layers: depth, inputSize: 3, hiddenSize: hiddenSize),
      initialization: initialization, stream: RandomStream(seed: UInt64(hiddenSize)))
  }

  private func networks<Scalar: NetworkScalar>(
    depth: Int, hiddenSize: Int, of: Scalar.Type
  ) -> [RecurrentNetwork<Scalar>] {
    let cells: [RecurrentNetwork<Scalar>?] = CellType.allCases.map {
      network($0, depth: depth, hiddenSize: hiddenSize)
    }
    return (cells + [network(.esn, depth: depth, hiddenSize: hiddenSize, activation: .identity)])
      .compactMap(\.self)
  }

  /// Sizes on both sides of every boundary: of a block (16 float32, 8 float64), of the few vectors that are summed
  /// together, and of the terms that are summed before the next pair (96 and 48).
  @Test(
    arguments: [
      (1, [8, 9, 16, 17, 33, 48, 63, 65, 96, 97]), (2, [5, 40]), (3, [66]),
    ], [Precision.float32, .float64])
  func everyPairHasTheBitsThatItHasAlone(_ sizes: (depth: Int, hidden: [Int]), precision: Precision) {
    switch precision {
    case .float64: check(Double.self, sizes.depth, sizes.hidden)
    default: check(Float.self, sizes.depth, sizes.hidden)
    }
  }

  private func check<Scalar: NetworkScalar>(_ type: Scalar.Type, _ depth: Int, _ hiddenSizes: [Int]) {
    for hiddenSize in hiddenSizes {
      let networks = networks(depth: depth, hiddenSize: hiddenSize, of: type)
      let expected = networks.map(alone)
      let doNotAgree = expected.allSatisfy { $0.allSatisfy { $0.flags.first == true } }
      #expect(doNotAgree)
      // The portable path is slow where it has no fused multiply-add.
      for path in SIMDPath.supported where path != .portable || hiddenSize < 64 || hiddenSize == 97 {
        // Threads with runs of their own, and with parts of the units.
        for (threads, sharedBytes) in [(1, .max), (2, .max), (3, 0)] {
          let found = together(networks, path: path, threads: threads, sharedBytes: sharedBytes)
          for (network, courses) in expected.enumerated() {
            let isSame = courses == found[network]
            #expect(
              isSame,
              "\(networks[network].layers[0].cell.rawValue) \(hiddenSize), \(path), \(threads), \(sharedBytes)"
            )
          }
        }
      }
    }
  }
}
