import Testing

@testable import RecurrentNetworks

/// Keras's and PyTorch's own outputs, from their own weights.
@Suite struct ForwardPassTests {
  /// Float32: a few units in the last place of outputs near 1, over 12 steps and up to 3 layers; float64
  /// likewise.
  static func tolerance(_ precision: Precision) -> Double { precision == .float32 ? 5e-7 : 2e-15 }

  @Test func everyFrameworkCellDepthAndPrecisionIsThere() throws {
    let cases = try ForwardPassFixtures.load().cases
    for precision in Precision.allCases {
      for depth in [1, 3] {
        for (framework, cells) in [("keras", CellType.trainable), ("pytorch", [.rnn, .lstm, .gru])] {
          for cell in cells {
            #expect(
              cases.contains {
                $0.framework == framework && $0.cell == cell && $0.layers.count == depth
                  && $0.precision == precision
              }, "\(framework) \(cell) \(depth) \(precision)")
          }
        }
      }
    }
  }

  @Test(arguments: try ForwardPassFixtures.load().cases)
  func matches(_ fixture: ForwardPassFixtures.Case) {
    switch fixture.precision {
    case .float32: check(fixture, Float.self)
    case .float64: check(fixture, Double.self)
    }
  }

  private func check<Scalar: NetworkScalar>(_ fixture: ForwardPassFixtures.Case, _ type: Scalar.Type) {
    let network = fixture.network(as: type)
    var reference = ReferenceForwardPass(network)
    let inputs = InputPair<Scalar>(inputSize: fixture.input_size, capacity: 1, path: .best)
    let engine = PairedNetworks([network], capacity: 1, path: .best)
    var worst = (plain: 0.0, fast: 0.0)
    for (input, output) in zip(fixture.inputs, fixture.outputs) {
      let values = input.map { Scalar($0) }
      let plain = reference.step(values)
      inputs.set(values)
      engine.advance(inputs)
      let fast = engine.outputs(0)
      #expect(fast.a == fast.b)
      for unit in output.indices {
        worst.plain = max(worst.plain, abs(Double(plain[unit]) - output[unit]))
        worst.fast = max(worst.fast, abs(Double(fast.a[unit]) - output[unit]))
      }
    }
    #expect(worst.plain <= Self.tolerance(fixture.precision), "plain forward pass")
    #expect(worst.fast <= Self.tolerance(fixture.precision), "kernels")
  }
}
