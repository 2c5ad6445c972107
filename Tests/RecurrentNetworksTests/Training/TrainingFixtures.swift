import Foundation
import TestSupport

@testable import RecurrentNetworks

/// Losses, gradients and descents of PyTorch; `Fixtures/make_training_fixtures.py` says which version made
/// them.
struct TrainingFixtures: Decodable {
  var cases: [Case]

  struct Sequence: Decodable, Sendable {
    var inputs: [[Double]]
    var target: Double
  }

  struct Case: Decodable, CustomStringConvertible, Sendable {
    var name: String
    var cell: CellType
    var precision: Precision
    var input_size: Int
    var hidden_size: Int
    var truncation: Int?
    var layers: [[String: ForwardPassFixtures.Values]]
    var sequences: [Sequence]
    var loss: Double
    var gradients: [[String: ForwardPassFixtures.Values]]
    var learning_rate: Double
    var descended: [[String: ForwardPassFixtures.Values]]

    var description: String { name }

    func trainingSequences<Scalar: NetworkScalar>(as type: Scalar.Type) -> [TrainingSequence<Scalar>] {
      sequences.map { sequence in
        TrainingSequence(
          inputs: sequence.inputs.map { $0.map { Scalar($0) } }, target: Scalar(sequence.target))
      }
    }

    func network<Scalar: NetworkScalar>(as type: Scalar.Type) -> RecurrentNetwork<Scalar> {
      convert(layers) { $0 }
    }

    func descendedNetwork<Scalar: NetworkScalar>(as type: Scalar.Type) -> RecurrentNetwork<Scalar> {
      convert(descended) { $0 }
    }

    /// Derivatives as if they were weights. Where the two biases are stored as one, its derivative is that of
    /// either, not the sum.
    func gradients<Scalar: NetworkScalar>(as type: Scalar.Type) -> RecurrentNetwork<Scalar> {
      convert(gradients) { cell == .gru ? $0 : $0.map { _ in 0 } }
    }

    private func convert<Scalar: NetworkScalar>(
      _ layers: [[String: ForwardPassFixtures.Values]], biasHH: ([Scalar]) -> [Scalar]
    ) -> RecurrentNetwork<Scalar> {
      RecurrentNetwork(
        layers: layers.enumerated().map { index, arrays in
          func array(_ name: String) -> [Scalar] { (arrays[name]?.numbers ?? []).map { Scalar($0) } }
          return RecurrentLayer(
            pytorch: cell, inputSize: index == 0 ? input_size : hidden_size, hiddenSize: hidden_size,
            weightIH: array("weight_ih"), weightHH: array("weight_hh"), biasIH: array("bias_ih"),
            biasHH: biasHH(array("bias_hh")))
        })
    }
  }

  static func load() throws -> TrainingFixtures {
    try Repository.decode(from: "Tests/RecurrentNetworksTests/Fixtures/training.json")
  }
}
