import Testing

@testable import RecurrentNetworks

/// Layers whose gates, candidate and cell state go through other activations than the cell's usual ones.
@Suite struct AnyActivationTests {
  private static let cells: [CellType] = [.rnn, .lstm, .gru, .gruResetBefore]

  /// Small weights, so that what is not bounded stays small.
  private func network(
    _ cell: CellType, _ activation: Activation, gates: Activation, hiddenSize: Int
  ) -> RecurrentNetwork<Double> {
    let shape = NetworkShape(cell: cell, layers: 2, inputSize: 3, hiddenSize: hiddenSize)
    let drawn = RecurrentNetwork<Double>(
      shape: shape, initialization: Initialization(.pytorch), stream: RandomStream(seed: 5))
    return RecurrentNetwork(
      layers: drawn.layers.map { layer in
        RecurrentLayer(
          cell: cell, inputSize: layer.inputSize, hiddenSize: hiddenSize,
          inputKernel: layer.inputKernel.map { $0 / 4 },
          recurrentKernel: layer.recurrentKernel.map { $0 / 4 },
          bias: layer.bias, recurrentBias: cell.hasRecurrentBias ? layer.recurrentBias : nil,
          gateActivation: cell.gateCount == 1 ? nil : gates, activation: activation,
          // What is exponential of what adds up leaves the range of numbers.
          cellStateActivation: !cell.hasCellState
            ? nil : activation.curve == .exponential ? .tanh : activation)
      })
  }

  private let inputs = (0..<60).map { RandomStream(seed: 8).uniform(UInt64($0)) * 2 - 1 }

  /// The kernels' outputs are the plain twin's, and the same bits on every path.
  @Test(arguments: cells, Activation.tested)
  func agreesWithThePlainTwin(cell: CellType, activation: Activation) {
    for (gates, hiddenSize) in [(Activation.hardSigmoid, 5), (.hardSigmoidSixth, 17), (.sigmoid, 33)] {
      let network = network(cell, activation, gates: gates, hiddenSize: hiddenSize)
      let best = Trajectory(of: network, inputs: inputs)
      var plain = ReferenceForwardPass(network)
      for step in 0..<20 {
        let expected = plain.step(Array(inputs[3 * step..<3 * step + 3]))
        let found = best.outputs[step * hiddenSize..<(step + 1) * hiddenSize]
        let worst = zip(found, expected).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
        #expect(worst <= 1e-12, "step \(step)")
      }
      let rounded = RecurrentNetwork<Float>(rounding: network)
      let floats = Trajectory(of: rounded, inputs: inputs).outputs
      for path in SIMDPath.supported {
        #expect(Trajectory(of: network, inputs: inputs, path: path).outputs == best.outputs)
        #expect(Trajectory(of: rounded, inputs: inputs, path: path).outputs == floats)
      }
    }
  }

  /// The kernels of any activations give the bits of the usual ones for these.
  @Test func theUsualOnes() {
    for path in SIMDPath.supported {
      let values = inputs.map { $0 * 3 }
      let functions = path.functions(for: .float64)
      for activation in [Activation.sigmoid, .tanh] {
        var (plain, squashed) = (values, values)
        if activation == .tanh {
          functions.tanh(values, &plain, values.count)
        } else {
          functions.sigmoid(values, &plain, values.count)
        }
        functions.squash(activation.kernel, values, &squashed, values.count)
        #expect(plain == squashed)
      }
    }
  }

  /// Many pairs together have the bits of each alone, with any activations too.
  @Test(arguments: cells) func pairsTogether(cell: CellType) {
    let network = RecurrentNetwork<Float>(rounding: network(cell, .relu, gates: .hardSigmoid, hiddenSize: 40))
    expectTogether(network)
  }

  /// Twins have the activations of their network; shuffled ones too.
  @Test(arguments: cells) func twinsHaveTheSameActivations(cell: CellType) {
    let network = network(cell, .relu, gates: .hardSigmoid, hiddenSize: 4)
    let twins = [
      RecurrentNetwork<Double>(
        twinOf: network, initialization: Initialization(.glorot), stream: RandomStream(seed: 1)),
      network.shuffled(stream: RandomStream(seed: 1)), RecurrentNetwork<Double>(rounding: network),
    ]
    for twin in twins {
      for (one, other) in zip(twin.layers, network.layers) {
        #expect(one.activation == other.activation && one.gateActivation == other.gateActivation)
        #expect(one.cellStateActivation == other.cellStateActivation)
      }
    }
  }
}

/// Expects many pairs of a network together to have the bits of each alone.
func expectTogether(_ network: RecurrentNetwork<Float>) {
  let pairs = 5
  func stretch(_ pair: Int) -> InputPair<Float> {
    let inputs = InputPair<Float>(inputSize: 3, capacity: 6, path: .best)
    let stream = RandomStream(seed: UInt64(pair))
    inputs.draw(steps: 0..<6, a: stream.child(0), b: stream.child(1))
    return inputs
  }
  let together = PairedNetworks(
    [PackedNetwork(network)], runs: (0..<pairs).map { (0, $0) }, capacity: 6, threads: 1, path: .best)
  together.advance((0..<pairs).map(stretch))
  for pair in 0..<pairs {
    let alone = PairedNetworks([network], capacity: 6, path: .best)
    alone.advance(stretch(pair))
    #expect(together.outputs(pair) == alone.outputs(0))
  }
}
