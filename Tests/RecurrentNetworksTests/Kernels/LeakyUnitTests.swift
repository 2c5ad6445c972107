import Testing

@testable import RecurrentNetworks

@Suite struct LeakyUnitTests {
  private func layer<Scalar: NetworkScalar>(
    _ cell: CellType, leakRate: Scalar = 1, activation: CandidateActivation = .tanh, hidden: Int = 1
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
