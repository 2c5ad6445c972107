import Testing

@testable import RecurrentNetworks

@Suite struct PairedNetworksTests {
  /// What a run of the engine shows: outputs and traces, as bits.
  private struct Run: Equatable {
    var outputs: [Double] = []
    var differences: [Double] = []
    var flags: [Bool] = []

    var isFinite: Bool { (outputs + differences).allSatisfy { $0.isFinite } }
  }

  /// 23 steps that differ, then 41 that do not, in stretches of the given lengths.
  private func run<Scalar: NetworkScalar>(
    _ networks: [RecurrentNetwork<Scalar>], path: SIMDPath, stretch: Int
  ) -> [Run] {
    let inputSize = networks[0].inputSize
    let stream = RandomStream(seed: 4)
    let inputs = InputPair<Scalar>(inputSize: inputSize, capacity: stretch, path: path)
    let engine = PairedNetworks(networks, capacity: stretch, path: path)
    var runs = networks.map { _ in Run() }
    for (phase, isUnique) in [(0..<23, true), (23..<64, false)] {
      for start in Swift.stride(from: phase.lowerBound, to: phase.upperBound, by: stretch) {
        let steps = start..<min(start + stretch, phase.upperBound)
        inputs.draw(steps: steps, a: stream.child(0), b: isUnique ? stream.child(1) : nil)
        engine.advance(inputs)
        for index in networks.indices {
          let trace = engine.trace(index)
          let outputs = engine.outputs(index)
          if steps.upperBound == phase.upperBound {
            runs[index].outputs += (outputs.a + outputs.b).map { Double($0) }
          }
          for step in 0..<trace.steps {
            runs[index].differences.append(trace.differences[step])
            runs[index].flags += [trace.outputsDiffer(step), trace.statesDiffer(step)]
          }
        }
      }
    }
    return runs
  }

  private func networks<Scalar: NetworkScalar>(
    _ type: Scalar.Type, depth: Int, inputSize: Int, hiddenSizes: [Int]
  ) -> [RecurrentNetwork<Scalar>] {
    CellType.allCases.flatMap { cell in
      hiddenSizes.map { hidden in
        RecurrentNetwork(
          shape: NetworkShape(cell: cell, layers: depth, inputSize: inputSize, hiddenSize: hidden),
          initialization: Initialization(.pytorch), stream: RandomStream(seed: UInt64(hidden)))
      }
    } + reservoirs(depth: depth, inputSize: inputSize, hiddenSizes: hiddenSizes)
      + [mixed(depth: depth, inputSize: inputSize, hiddenSizes: hiddenSizes)]
  }

  /// Leaky and linear echo state networks, of different leak rates.
  private func reservoirs<Scalar: NetworkScalar>(
    depth: Int, inputSize: Int, hiddenSizes: [Int]
  ) -> [RecurrentNetwork<Scalar>] {
    CandidateActivation.allCases.flatMap { activation in
      hiddenSizes.compactMap { hidden in
        guard
          let reservoir = try? Reservoir(
            leakRate: 1 / (1.3 + Double(hidden % 4)), biasScaling: 0.2, activation: activation)
        else { return nil }
        var initialization = Initialization(.pytorch)
        initialization.reservoir = reservoir
        return RecurrentNetwork(
          shape: NetworkShape(cell: .esn, layers: depth, inputSize: inputSize, hiddenSize: hidden),
          initialization: initialization, stream: RandomStream(seed: UInt64(hidden)))
      }
    }
  }

  /// A stack whose layers are of different cells and sizes.
  private func mixed<Scalar: NetworkScalar>(
    depth: Int, inputSize: Int, hiddenSizes: [Int]
  ) -> RecurrentNetwork<Scalar> {
    let sizes = [inputSize] + (0..<depth).map { hiddenSizes[($0 + 2) % hiddenSizes.count] }
    return RecurrentNetwork(
      layers: (0..<depth).map { index in
        let shape = NetworkShape(
          cell: CellType.allCases[(index + 1) % CellType.allCases.count], inputSize: sizes[index],
          hiddenSize: sizes[index + 1])
        return RecurrentNetwork(
          shape: shape, initialization: Initialization(.pytorch), stream: RandomStream(seed: UInt64(index))
        ).layers[0]
      })
  }

  private func label<Scalar>(_ network: RecurrentNetwork<Scalar>) -> String {
    network.layers.map { "\($0.cell.rawValue) \($0.hiddenSize)" }.joined(separator: ", ")
  }

  /// Every path, stretch length and company gives the same bits, at sizes that no vector width divides.
  @Test(arguments: [1, 2, 3], [Precision.float32, .float64]) func sameBitsEverywhere(
    depth: Int, precision: Precision
  ) {
    switch precision {
    case .float64: checkSameBits(Double.self, depth: depth)
    default: checkSameBits(Float.self, depth: depth)
    }
  }

  private func checkSameBits<Scalar: NetworkScalar>(_ type: Scalar.Type, depth: Int) {
    let networks = networks(type, depth: depth, inputSize: 5, hiddenSizes: [1, 3, 9, 16, 17, 43, 50, 67])
    let expected = run(networks, path: .best, stretch: 64)
    #expect(expected.allSatisfy { $0.isFinite })
    for path in SIMDPath.supported {
      for stretch in [1, 7, 64] {
        let isSame = run(networks, path: path, stretch: stretch) == expected
        #expect(isSame, "\(path), stretches of \(stretch)")
      }
    }
    for (network, alone) in zip(networks, expected) {
      let isSame = run([network], path: .best, stretch: 64) == [alone]
      #expect(isSame, "\(label(network)) alone")
    }
  }

  /// The engine agrees with the plain forward pass to 2e-6 (float32) and 4e-15 (float64) after 64 steps.
  @Test(arguments: [1, 3]) func agreesWithThePlainTwin(depth: Int) {
    check(Float.self, tolerance: 2e-6)
    check(Double.self, tolerance: 4e-15)

    func check<Scalar: NetworkScalar>(_ type: Scalar.Type, tolerance: Double) {
      let networks = networks(type, depth: depth, inputSize: 6, hiddenSizes: [1, 4, 19, 33])
      let stream = RandomStream(seed: 4)
      let inputs = InputPair<Scalar>(inputSize: 6, capacity: 64, path: .best)
      let engine = PairedNetworks(networks, capacity: 64, path: .best)
      inputs.draw(steps: 0..<64, a: stream.child(0), b: stream.child(1))
      engine.advance(inputs)
      for (index, network) in networks.enumerated() {
        var plain = (a: ReferenceForwardPass(network), b: ReferenceForwardPass(network))
        var last = (a: [Scalar](), b: [Scalar]())
        var worst = 0.0
        for step in 0..<64 {
          last = (plain.a.step(inputs.first(step: step)), plain.b.step(inputs.second(step: step)))
          let difference = zip(last.a, last.b).map { Double(abs($0 - $1)) }.max() ?? 0
          worst = max(worst, abs(difference - engine.trace(index).differences[step]))
        }
        let fast = engine.outputs(index)
        for (x, y) in zip(last.a + last.b, fast.a + fast.b) { worst = max(worst, Double(abs(x - y))) }
        #expect(worst <= tolerance, "\(label(network))")
      }
    }
  }

  /// Identical state and input give identical output: the two columns are computed alike.
  @Test(arguments: CellType.allCases) func identicalSequencesNeverDiffer(cell: CellType) {
    for hidden in [1, 7, 16, 40] {
      let shape = NetworkShape(cell: cell, layers: 2, inputSize: 3, hiddenSize: hidden)
      let network = RecurrentNetwork<Float>(
        shape: shape, initialization: Initialization(.pytorch), stream: RandomStream(seed: 6))
      let inputs = InputPair<Float>(inputSize: 3, capacity: 50, path: .best)
      let engine = PairedNetworks([network], capacity: 50, path: .best)
      let stream = RandomStream(seed: 1)
      inputs.draw(steps: 0..<50, a: stream, b: stream)
      engine.advance(inputs)
      let trace = engine.trace(0)
      for step in 0..<50 {
        #expect(trace.differences[step] == 0 && !trace.outputsDiffer(step) && !trace.statesDiffer(step))
      }
    }
  }

  /// The first sequence's output is what it is whatever the second one's is.
  @Test func columnsDoNotTouchEachOther() {
    let network = networks(Float.self, depth: 2, inputSize: 2, hiddenSizes: [21])[1]
    let stream = RandomStream(seed: 1)
    let outputs = [stream.child(1), stream.child(2)].map { other in
      let inputs = InputPair<Float>(inputSize: 2, capacity: 30, path: .best)
      let engine = PairedNetworks([network], capacity: 30, path: .best)
      inputs.draw(steps: 0..<30, a: stream, b: other)
      engine.advance(inputs)
      return engine.outputs(0)
    }
    #expect(outputs[0].a == outputs[1].a)
    #expect(outputs[0].b != outputs[1].b)
  }

  @Test func notANumberShowsInTheDifference() {
    var kernel = [Float](repeating: 0.1, count: 20 * 20)
    kernel[7] = .nan
    let layer = RecurrentLayer<Float>(
      cell: .rnn, inputSize: 1, hiddenSize: 20, inputKernel: Array(repeating: 1, count: 20),
      recurrentKernel: kernel, bias: Array(repeating: 0, count: 20))
    let inputs = InputPair<Float>(inputSize: 1, capacity: 4, path: .best)
    inputs.set([1, 1, 1, 1], second: [2, 2, 2, 2])
    for path in SIMDPath.supported {
      let engine = PairedNetworks([RecurrentNetwork(layers: [layer])], capacity: 4, path: path)
      engine.advance(inputs)
      #expect(engine.trace(0).differences[0].isNaN, "0 times NaN")
      #expect(engine.trace(0).differences[3].isNaN)
    }
  }
}

@Suite struct LeakyUnitTests {
  private func layer<Scalar: NetworkScalar>(
    _ cell: CellType, leakRate: Scalar = 1, activation: Activation = .tanh, hidden: Int = 1
  ) -> RecurrentLayer<Scalar> {
    let stream = RandomStream(seed: 3)
    return RecurrentLayer(
      cell: cell, inputSize: 1, hiddenSize: hidden,
      inputKernel: (0..<hidden).map { Scalar(stream.child(0).normal(UInt64($0))) },
      recurrentKernel: (0..<hidden * hidden).map { Scalar(stream.child(1).normal(UInt64($0))) },
      bias: Array(repeating: 0, count: hidden), leakRate: leakRate, activation: activation)
  }

  /// Worked by hand: h' = h/2 + (x + h)/2 from 0, with the input 4 and then none: 2, 2, 2; with the leak rate 1/4
  /// and no recurrent weight 1, 3/4, 9/16.
  @Test(arguments: SIMDPath.supported) func linearUnitsByHand(path: SIMDPath) {
    for (weight, rate, expected) in [(1.0, 0.5, [2.0, 2, 2]), (0, 0.25, [1, 0.75, 0.5625])] {
      let layer = RecurrentLayer<Double>(
        cell: .esn, inputSize: 1, hiddenSize: 1, inputKernel: [1], recurrentKernel: [weight], bias: [0],
        leakRate: rate, activation: .identity)
      let found = Trajectory(of: RecurrentNetwork(layers: [layer]), inputs: [4, 0, 0], path: path)
      #expect(found.outputs == expected)
    }
  }

  /// A unit that saturates at 1 approaches it by the leak rate: 1 - (1 - a)^k.
  @Test(arguments: SIMDPath.supported) func saturatedUnitsByHand(path: SIMDPath) {
    let layer = RecurrentLayer<Float>(
      cell: .esn, inputSize: 1, hiddenSize: 1, inputKernel: [100], recurrentKernel: [0], bias: [0],
      leakRate: 0.5)
    let found = Trajectory(of: RecurrentNetwork(layers: [layer]), inputs: [1, 1, 1, -1], path: path)
    #expect(found.outputs == [0.5, 0.75, 0.875, -0.0625])
  }

  /// Without a leak, an echo state network is an RNN to the bit, signs of zeros included.
  @Test(arguments: SIMDPath.supported) func withoutALeakItIsAnRNN(path: SIMDPath) {
    check(Float.self)
    check(Double.self)

    func check<Scalar: NetworkScalar>(_ type: Scalar.Type) {
      let inputs = [0, -0.0] + (0..<200).map { Double(RandomStream(seed: 1).normal($0)) }
      let outputs = [CellType.rnn, .esn].map { cell in
        Trajectory<Scalar>(
          of: RecurrentNetwork(layers: [layer(cell, hidden: 37)]), inputs: inputs, path: path
        ).outputs.map { Double($0).bitPattern }
      }
      #expect(outputs[0] == outputs[1])
    }
  }

  @Test func withoutReservoir() {
    let plain: RecurrentLayer<Float>? = layer(.esn, hidden: 4).withoutReservoir
    #expect(plain == layer(.rnn, hidden: 4))
    #expect(layer(.esn, leakRate: Float(0.5)).withoutReservoir == nil)
    #expect(layer(.esn, leakRate: Float(1), activation: .identity).withoutReservoir == nil)
    #expect(layer(.rnn, leakRate: Float(1)).withoutReservoir == layer(.rnn))
  }
}
