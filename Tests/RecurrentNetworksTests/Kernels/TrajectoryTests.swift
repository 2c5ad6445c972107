import Testing

@testable import RecurrentNetworks

@Suite struct TrajectoryTests {
  private let inputs = (0..<3 * 700).map { Double(RandomStream(seed: 4).normal(UInt64($0))) }

  private func network<Scalar: NetworkScalar>(
    _ cells: [CellType], sizes: [Int], in: Scalar.Type
  ) -> RecurrentNetwork<Scalar> {
    RecurrentNetwork(
      layers: cells.indices.map { index in
        let shape = NetworkShape(
          cell: cells[index], inputSize: index == 0 ? 3 : sizes[index - 1], hiddenSize: sizes[index])
        return RecurrentNetwork<Scalar>(
          shape: shape, initialization: Initialization(.pytorch), stream: RandomStream(seed: UInt64(index))
        ).layers[0]
      })
  }

  private static let stacks: [[CellType]] = [
    [.rnn], [.lstm], [.gru], [.gruResetBefore], [.lstm, .gru, .lstm], [.gruResetBefore, .rnn],
  ]

  /// Every state of every layer agrees with the plain forward pass: to 2e-6 in float32, 4e-15 in float64.
  @Test(arguments: stacks) func agreesWithThePlainTwin(cells: [CellType]) {
    check(Float.self, tolerance: 2e-6)
    check(Double.self, tolerance: 4e-15)

    func check<Scalar: NetworkScalar>(_ type: Scalar.Type, tolerance: Scalar) {
      let network = network(cells, sizes: [19, 5, 33], in: type)
      let trajectory = Trajectory(of: network, inputs: Array(inputs[..<192]), keepsStates: true)
      #expect(trajectory.steps == 64 && trajectory.layers.count == cells.count)
      var plain = ReferenceForwardPass(network)
      for step in 0..<64 {
        let output = plain.step(inputs[3 * step..<3 * step + 3].map { Scalar($0) })
        expectNear(row(trajectory.outputs, step, trajectory.outputSize), output, tolerance)
        for (layer, state) in zip(trajectory.layers, plain.states) {
          expectNear(row(layer.hidden, step, layer.hiddenSize), state.hidden, tolerance)
          if layer.cell == .lstm {
            expectNear(row(layer.cellState, step, layer.hiddenSize), state.cell, 2 * tolerance)
          } else {
            #expect(layer.cellState.isEmpty)
          }
        }
      }
    }
  }

  private func row<Scalar>(_ values: [Scalar], _ step: Int, _ size: Int) -> [Scalar] {
    Array(values[step * size..<(step + 1) * size])
  }

  private func expectNear<Scalar: NetworkScalar>(_ found: [Scalar], _ expected: [Scalar], _ tolerance: Scalar)
  {
    #expect(found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance })
  }

  /// The outputs are those of the engine at the ends of stretches of any length, and do not depend on the path
  /// or on whether states are kept.
  @Test(arguments: stacks) func sameBitsAsTheEngine(cells: [CellType]) {
    let network = network(cells, sizes: [40, 17, 100], in: Float.self)
    let trajectory = Trajectory(of: network, inputs: inputs)
    #expect(trajectory.steps == 700 && trajectory.layers.isEmpty)
    #expect(trajectory.outputs.count == 700 * network.outputSize)
    for path in SIMDPath.supported {
      let kept = Trajectory(of: network, inputs: inputs, keepsStates: true, path: path)
      #expect(kept.outputs == trajectory.outputs, "\(path)")
      #expect(kept.layers.last?.hidden == trajectory.outputs, "\(path)")
    }
    for stretch in [1, 9, 350] {
      let engine = PairedNetworks([network], capacity: stretch, path: .best)
      let pair = InputPair<Float>(inputSize: 3, capacity: stretch, path: .best)
      for start in stride(from: 0, to: 700, by: stretch) {
        let steps = min(stretch, 700 - start)
        pair.read(inputs, columns: 3, steps: steps, a: start, b: nil)
        engine.advance(pair)
        let isSame = engine.outputs(0).a == row(trajectory.outputs, start + steps - 1, network.outputSize)
        #expect(isSame, "after \(start + steps) steps, in stretches of \(stretch)")
      }
    }
  }

  /// x' = tanh(2 x), one unit without recurrence, and no steps at all.
  @Test func smallest() {
    let layer = RecurrentLayer<Double>(
      cell: .rnn, inputSize: 1, hiddenSize: 1, inputKernel: [2], recurrentKernel: [0], bias: [0])
    let network = RecurrentNetwork(layers: [layer])
    let outputs = Trajectory(of: network, inputs: [0, 30, -30]).outputs
    #expect(outputs == [0, 1, -1])
    #expect(Trajectory(of: network, inputs: []).outputs == [])
  }
}
