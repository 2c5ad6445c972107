import Foundation
import Testing
import TestSupport

@testable import RecurrentNetworks

/// Keras's and PyTorch's own outputs, from their own weights.
@Suite struct ForwardPassTests {
  /// Float32: a few units in the last place of outputs near 1, over 12 steps and up to 3 layers; float64
  /// likewise.
  static func tolerance(_ precision: Precision) -> Double { precision == .float32 ? 5e-7 : 2e-15 }

  @Test func everyFrameworkCellDepthAndPrecisionIsThere() throws {
    let cases = try ForwardPassFixtures.load().cases
    for precision in [Precision.float32, .float64] {
      for depth in [1, 3] {
        let cells: [CellType] = [.rnn, .lstm, .gru, .gruResetBefore]
        for (framework, cells) in [("keras", cells), ("pytorch", [.rnn, .lstm, .gru])] {
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
    case .float64: check(fixture, Double.self)
    default: check(fixture, Float.self)
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

/// Forward passes of Keras and PyTorch; `Fixtures/make_fixtures.py` says which versions made them and how.
struct ForwardPassFixtures: Decodable {
  var cases: [Case]

  struct Case: Decodable, CustomStringConvertible, Sendable {
    var name: String
    var framework: String
    var cell: CellType
    var precision: Precision
    var input_size: Int
    var hidden_size: Int
    var layers: [[String: Values]]
    /// [step][input]
    var inputs: [[Double]]
    /// [step][unit], of the last layer
    var outputs: [[Double]]

    var description: String { name }

    /// The case's network, converted from the framework's own layout.
    func network<Scalar: NetworkScalar>(as type: Scalar.Type) -> RecurrentNetwork<Scalar> {
      RecurrentNetwork(
        layers: layers.enumerated().map { index, arrays in
          func array(_ name: String) -> [Scalar] { (arrays[name]?.numbers ?? []).map { Scalar($0) } }
          let inputSize = index == 0 ? input_size : hidden_size
          return framework == "keras"
            ? RecurrentLayer(
              keras: cell, inputSize: inputSize, hiddenSize: hidden_size, kernel: array("input_kernel"),
              recurrentKernel: array("recurrent_kernel"), bias: array("bias"))
            : RecurrentLayer(
              pytorch: cell, inputSize: inputSize, hiddenSize: hidden_size, weightIH: array("weight_ih"),
              weightHH: array("weight_hh"), biasIH: array("bias_ih"), biasHH: array("bias_hh"))
        })
    }
  }

  /// A vector or a matrix, flattened row by row.
  struct Values: Decodable, Sendable {
    var numbers: [Double]

    init(from decoder: Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let vector = try? container.decode([Double].self) {
        numbers = vector
      } else {
        numbers = try container.decode([[Double]].self).flatMap { $0 }
      }
    }
  }

  static func load() throws -> ForwardPassFixtures {
    try Repository.decode(from: "Tests/RecurrentNetworksTests/Fixtures/forward_passes.json")
  }
}
