import Foundation
import TestSupport

@testable import RecurrentNetworks

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
