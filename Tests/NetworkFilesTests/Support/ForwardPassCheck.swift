@testable import RecurrentNetworks

/// Runs a fixture's inputs through a network, by the kernels, and compares with its outputs.
enum ForwardPassCheck {
  /// A few units in the last place of outputs near 1, over 8 steps and up to 3 layers.
  static func tolerance(_ precision: Precision) -> Double { precision == .float32 ? 5e-7 : 2e-15 }

  /// The largest absolute difference from the fixture's outputs, computed in the fixture's precision.
  static func worstDifference(
    _ network: RecurrentNetwork<Double>, _ fixture: NetworkFileFixtures.Case
  ) -> Double {
    switch fixture.precision {
    case .float32: worst(RecurrentNetwork<Float>(rounding: network), fixture)
    case .float64: worst(network, fixture)
    }
  }

  private static func worst<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, _ fixture: NetworkFileFixtures.Case
  ) -> Double {
    let inputs = InputPair<Scalar>(inputSize: network.inputSize, capacity: 1, path: .best)
    let engine = PairedNetworks([network], capacity: 1, path: .best)
    var worst = 0.0
    for (input, output) in zip(fixture.inputs, fixture.outputs) {
      inputs.set(input.map { Scalar($0) })
      engine.advance(inputs)
      let found = engine.outputs(0).a
      guard found.count == output.count else { return .infinity }
      for unit in output.indices { worst = max(worst, abs(Double(found[unit]) - output[unit])) }
    }
    return worst
  }
}
