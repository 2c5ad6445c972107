import Testing

@testable import RecurrentNetworks

/// Peepholes, clipped pre-activations and coupled gates.
@Suite struct CellVariationTests {
  /// An LSTM of one unit whose gates are their pre-activations: of the biases 1, 0.5, 1 and 0, and of what peepholes
  /// of 0.5, 0.25 and 2 see.
  private func linear(_ variation: CellVariation<Double>) -> RecurrentNetwork<Double> {
    RecurrentNetwork(
      layers: [
        RecurrentLayer(
          cell: .lstm, inputSize: 1, hiddenSize: 1, inputKernel: [0, 0, 0, 0], recurrentKernel: [0, 0, 0, 0],
          bias: [1, 0.5, 1, 0], gateActivation: .identity, activation: .identity,
          cellStateActivation: .identity, variation: variation)
      ])
  }

  /// c = 1, 0.75 · 1 + 1.5 · 1 = 2.25 and 1.0625 · 2.25 + 2.125 = 4.515625; h = 2 c c.
  @Test(arguments: SIMDPath.supported) func peepholesByArithmetic(path: SIMDPath) {
    let all = CellVariation<Double>(peepholes: [0.5, 0.25, 2])
    let expected: [(CellVariation<Double>, [Double])] = [
      (all, [2, 10.125, 40.7817382812_5]),
      // o is 2 at most.
      (CellVariation(peepholes: all.peepholes, clip: 2), [2, 4.5, 2 * (1.0625 * 2.25 + 2)]),
      // f = 1 - i: c = 1, -0.5 + 1.5 = 1.
      (CellVariation(peepholes: all.peepholes, couplesGates: true), [2, 2, 2]),
      (CellVariation(couplesGates: true), [0, 0, 0]), (.none, [0, 0, 0]),
    ]
    for (variation, outputs) in expected {
      let network = linear(variation)
      #expect(Trajectory(of: network, inputs: [1, 2, 3], path: path).outputs == outputs)
      var plain = ReferenceForwardPass(network)
      #expect((0..<3).map { _ in plain.step([0])[0] } == outputs)
    }
  }

  static let cells: [CellType] = [.rnn, .lstm, .gru, .gruResetBefore]

  private func network(_ cell: CellType, hiddenSize: Int, isWhole: Bool) -> RecurrentNetwork<Double> {
    let shape = NetworkShape(cell: cell, layers: 2, inputSize: 3, hiddenSize: hiddenSize)
    let drawn = RecurrentNetwork<Double>(
      shape: shape, initialization: Initialization(.pytorch), stream: RandomStream(seed: 6))
    return RecurrentNetwork(
      layers: drawn.layers.enumerated().map { place, layer in
        let peepholes = (0..<3 * hiddenSize).map { RandomStream(seed: 4).uniform(UInt64($0)) - 0.5 }
        return RecurrentLayer(
          cell: cell, inputSize: layer.inputSize, hiddenSize: hiddenSize, inputKernel: layer.inputKernel,
          recurrentKernel: layer.recurrentKernel, bias: layer.bias,
          recurrentBias: cell.hasRecurrentBias ? layer.recurrentBias : nil,
          variation: CellVariation(
            peepholes: cell == .lstm ? peepholes : [], clip: isWhole ? 0.4 : .infinity,
            couplesGates: isWhole && cell == .lstm && place == 1))
      })
  }

  private let inputs = (0..<60).map { RandomStream(seed: 8).uniform(UInt64($0)) * 2 - 1 }

  /// The kernels' outputs are the plain twin's, and the same bits on every path.
  @Test(arguments: cells, [5, 17, 33]) func agreesWithThePlainTwin(cell: CellType, hiddenSize: Int) {
    for isWhole in [true, false] {
      let network = network(cell, hiddenSize: hiddenSize, isWhole: isWhole)
      let best = Trajectory(of: network, inputs: inputs)
      var plain = ReferenceForwardPass(network)
      for step in 0..<20 {
        let expected = plain.step(Array(inputs[3 * step..<3 * step + 3]))
        let found = best.outputs[step * hiddenSize..<(step + 1) * hiddenSize]
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-13 }, "step \(step)")
      }
      let rounded = RecurrentNetwork<Float>(rounding: network)
      let floats = Trajectory(of: rounded, inputs: inputs).outputs
      for path in SIMDPath.supported {
        #expect(Trajectory(of: network, inputs: inputs, path: path).outputs == best.outputs)
        #expect(Trajectory(of: rounded, inputs: inputs, path: path).outputs == floats)
      }
    }
  }

  /// Peepholes, clip and coupling each matter to what is tested above.
  @Test func eachMatters() {
    let whole = network(.lstm, hiddenSize: 5, isWhole: true)
    let outputs = Trajectory(of: whole, inputs: inputs).outputs
    for change in 0..<3 {
      let layers = whole.layers.map { layer in
        var variation = layer.variation
        if change == 0 { variation.peepholes = [] }
        if change == 1 { variation.clip = .infinity }
        if change == 2 { variation.couplesGates = false }
        return RecurrentLayer(
          cell: .lstm, inputSize: layer.inputSize, hiddenSize: 5, inputKernel: layer.inputKernel,
          recurrentKernel: layer.recurrentKernel, bias: layer.bias, variation: variation)
      }
      #expect(Trajectory(of: RecurrentNetwork(layers: layers), inputs: inputs).outputs != outputs)
    }
  }

  /// Many pairs together have the bits of each alone.
  @Test func pairsTogether() {
    let network = RecurrentNetwork<Float>(rounding: network(.lstm, hiddenSize: 40, isWhole: true))
    expectTogether(network)
  }

  /// What gates without bounds add up in lanes that have no unit is not compared: it would soon be infinite.
  @Test(arguments: [CellType.lstm, .gru, .gruResetBefore], SIMDPath.supported)
  func lanesWithoutAUnit(cell: CellType, path: SIMDPath) {
    let gates = cell.gateCount
    let network = RecurrentNetwork<Float>(
      layers: [
        RecurrentLayer(
          cell: cell, inputSize: 1, hiddenSize: 3, inputKernel: Array(repeating: 0.125, count: 3 * gates),
          recurrentKernel: Array(repeating: 0, count: 9 * gates),
          bias: Array(repeating: -1.5, count: 3 * gates),
          // 2 at 0, but 0.5 at the bias.
          gateActivation: Activation(.affine, alpha: 1, beta: 2), activation: Activation(.exponential),
          cellStateActivation: cell.hasCellState ? .identity : nil)
      ])
    let inputs = InputPair<Float>(inputSize: 1, capacity: 300, path: path)
    inputs.draw(steps: 0..<300, a: RandomStream(seed: 1), b: RandomStream(seed: 2))
    let engine = PairedNetworks([network], capacity: 300, path: path)
    engine.advance(inputs)
    let differences = engine.trace(0).differences
    #expect(differences.count == 300 && differences.allSatisfy(\.isFinite))
    #expect((differences.last ?? 0) > 0)
  }

  /// Twins have the clip and the coupling of their network, and peepholes as it has: freshly drawn ones within the bound
  /// of a square kernel, or its own within each gate.
  @Test func twins() {
    let network = network(.lstm, hiddenSize: 8, isWhole: true)
    let drawn = RecurrentNetwork<Double>(
      twinOf: network, initialization: Initialization(.glorot), stream: RandomStream(seed: 1))
    let shuffled = network.shuffled(stream: RandomStream(seed: 1))
    for twin in [
      drawn, shuffled, RecurrentNetwork<Double>(rounding: RecurrentNetwork<Float>(rounding: network)),
    ] {
      for (one, other) in zip(twin.layers, network.layers) {
        #expect(one.variation.clip == other.variation.clip)
        #expect(one.variation.couplesGates == other.variation.couplesGates)
        #expect(one.variation.peepholes.count == 24)
        #expect(one.parameterCount == other.parameterCount)
      }
    }
    let limit = (6 / 16.0).squareRoot()
    let all = drawn.layers.flatMap(\.variation.peepholes)
    #expect(all.allSatisfy { abs($0) <= limit } && (all.map(abs).max() ?? 0) > 0.9 * limit)
    #expect(Set(all).count == all.count)
    for (one, other) in zip(shuffled.layers, network.layers) {
      #expect(one.variation.peepholes != other.variation.peepholes)
      for gate in 0..<3 {
        let places = gate * 8..<(gate + 1) * 8
        #expect(one.variation.peepholes[places].sorted() == other.variation.peepholes[places].sorted())
      }
    }
    // The weights are those of a twin without.
    let plain = RecurrentNetwork<Double>(
      shape: NetworkShape(cell: .lstm, layers: 2, inputSize: 3, hiddenSize: 8),
      initialization: Initialization(.glorot), stream: RandomStream(seed: 1))
    #expect(drawn.layers.map(\.recurrentKernel) == plain.layers.map(\.recurrentKernel))
  }

  @Test func peepholesThatAreNotFiniteAreSeen() {
    #expect(linear(CellVariation(peepholes: [0, 1, 2])).isFinite)
    #expect(!linear(CellVariation(peepholes: [0, .infinity, 2])).isFinite)
  }
}
