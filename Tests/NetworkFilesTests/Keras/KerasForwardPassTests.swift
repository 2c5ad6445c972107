import RecurrentNetworks
import Testing

@testable import NetworkFiles

/// Keras's and tf_keras's own outputs, from files that they wrote.
@Suite struct KerasForwardPassTests {
  /// A few units in the last place of outputs near 1, over 7 steps and up to 12 layers.
  static func tolerance(_ precision: Precision) -> Double { precision == .float32 ? 6e-7 : 2e-15 }

  @Test(arguments: try KerasFixtures.load().cases)
  func matches(_ fixture: KerasFixtures.Case) throws {
    let network = try KerasFixtures.file(fixture.file).network(fixture.selection)
    switch fixture.precision {
    case .float32:
      check(fixture, RecurrentNetwork<Float>(rounding: network), Self.tolerance(.float32))
      // What float32 rounds away is the most by which float64 may differ.
      check(fixture, network, Self.tolerance(.float32))
    case .float64:
      check(fixture, network, Self.tolerance(.float64))
    }
  }

  private func check<Scalar: NetworkScalar>(
    _ fixture: KerasFixtures.Case, _ network: RecurrentNetwork<Scalar>, _ tolerance: Double
  ) {
    var reference = ReferenceForwardPass(network)
    let inputs = InputPair<Scalar>(inputSize: network.inputSize, capacity: 1, path: .best)
    let engine = PairedNetworks([network], capacity: 1, path: .best)
    var worst = (plain: 0.0, fast: 0.0)
    #expect(fixture.inputs.count == 7 && fixture.outputs.count == 7)
    for (input, output) in zip(fixture.inputs, fixture.outputs) {
      let values = input.map { Scalar($0) }
      let plain = reference.step(values)
      inputs.set(values)
      engine.advance(inputs)
      let fast = engine.outputs(0).a
      #expect(plain.count == output.count)
      for unit in output.indices {
        worst.plain = max(worst.plain, abs(Double(plain[unit]) - output[unit]))
        worst.fast = max(worst.fast, abs(Double(fast[unit]) - output[unit]))
      }
    }
    #expect(worst.plain <= tolerance, "plain forward pass")
    #expect(worst.fast <= tolerance, "kernels")
  }
}
