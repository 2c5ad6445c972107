import Foundation
import TestSupport
import Testing

@testable import RecurrentNetworks

/// The plain gradients against central differences of the plain loss, in float64.
@Suite struct FiniteDifferenceTests {
  /// Differences over ±1e-5 are off by about 1e-10 of the loss's third derivative, and by 1e-16 / 1e-5 in
  /// rounding.
  static let tolerance = 2e-9
  private static let step = 1e-5

  /// The loss, where the states before the last `truncation` steps are those of another network.
  private func loss(
    _ network: RecurrentNetwork<Double>, constant: RecurrentNetwork<Double>,
    _ sequences: [TrainingSequence<Double>], truncation: Int?
  ) -> Double {
    var (sum, count) = (0.0, 0.0)
    for sequence in sequences {
      guard let target = sequence.target else { continue }
      let cut = max(0, sequence.inputs.count - (truncation ?? .max))
      var before = ReferenceForwardPass(constant)
      for input in sequence.inputs[..<cut] { _ = before.step(input) }
      var after = ReferenceForwardPass(network, states: before.states)
      var answer = 0.0
      for input in sequence.inputs[cut...] { answer = after.step(input).reduce(0, +) }
      sum += abs(target - answer)
      count += 1
    }
    return sum / count
  }

  @Test(arguments: TrainingCases.stacks, [nil, 1, 3, 6, 50] as [Int?])
  func everyDerivative(cells: [CellType], truncation: Int?) {
    let network = TrainingCases.network(cells, inputSize: 2, hiddenSize: 2)
    let sequences = TrainingCases.sequences(lengths: [6, 4, 1, 7, 6], inputSize: 2, silent: [3])
    let (plainLoss, gradients) = ReferenceTraining.gradients(network, sequences, truncation: truncation)
    #expect(abs(plainLoss - loss(network, constant: network, sequences, truncation: truncation)) < 1e-14)
    var (worst, largest) = (0.0, 0.0)
    for layer in network.layers.indices {
      for array in LayerArray.allCases {
        for (index, derivative) in gradients[layer][array].enumerated() {
          let ends = [Self.step, -Self.step].map {
            loss(
              network.moving(layer, array, index, by: $0), constant: network, sequences,
              truncation: truncation)
          }
          worst = max(worst, abs(derivative - (ends[0] - ends[1]) / (2 * Self.step)))
          largest = max(largest, abs(derivative))
        }
      }
    }
    #expect(worst < Self.tolerance)
    #expect(largest > 1e-2)
  }

  @Test func withoutTargetsThereIsNothingToLearn() {
    let network = TrainingCases.network([.gru], inputSize: 1, hiddenSize: 3)
    let sequences = TrainingCases.sequences(lengths: [2, 5], inputSize: 1, silent: [0, 1])
    let (loss, gradients) = ReferenceTraining.gradients(network, sequences)
    #expect(loss.isNaN)
    #expect(gradients.allSatisfy { $0.all.allSatisfy { $0 == 0 } })
  }
}

/// PyTorch's own losses, gradients and descents, from its own weights.
@Suite struct PyTorchTrainingTests {
  /// A few units in the last place of sums of about ten terms of the size of 1.
  static func tolerance(_ precision: Precision) -> Double { precision == .float32 ? 2e-6 : 4e-15 }

  @Test func everyCellDepthTruncationAndPrecisionIsThere() throws {
    let cases = try TrainingFixtures.load().cases
    for precision in [Precision.float32, .float64] {
      for (depth, truncation) in [(1, nil), (3, nil), (2, 3)] as [(Int, Int?)] {
        for cell in [CellType.rnn, .lstm, .gru] {
          #expect(
            cases.contains {
              $0.cell == cell && $0.layers.count == depth && $0.precision == precision
                && $0.truncation == truncation
            }, "\(cell) \(depth) \(precision)")
        }
      }
    }
  }

  @Test(arguments: try TrainingFixtures.load().cases)
  func plainTrainingMatches(_ fixture: TrainingFixtures.Case) {
    switch fixture.precision {
    case .float64: check(fixture, Double.self)
    default: check(fixture, Float.self)
    }
  }

  private func check<Scalar: NetworkScalar>(_ fixture: TrainingFixtures.Case, _ type: Scalar.Type) {
    let network = fixture.network(as: type)
    let (loss, gradients) = ReferenceTraining.gradients(
      network, fixture.trainingSequences(as: type), truncation: fixture.truncation)
    let descended = ReferenceTraining.descend(
      network, gradients, learningRate: Scalar(fixture.learning_rate))
    let tolerance = Self.tolerance(fixture.precision)
    #expect(abs(Double(loss) - fixture.loss) <= tolerance)
    let expected = fixture.gradients(as: type)
    let expectedNetwork = fixture.descendedNetwork(as: type)
    for layer in network.layers.indices {
      #expect(distance(gradients[layer].all, expected.layers[layer].all) <= tolerance, "gradients")
      #expect(distance(descended.layers[layer].all, expectedNetwork.layers[layer].all) <= tolerance)
    }
  }
}

extension RecurrentLayer {
  /// All arrays, in the order of `LayerGradients.all`.
  var all: [Scalar] { inputKernel + recurrentKernel + bias + recurrentBias }
}

/// The largest absolute difference; infinite if the lengths differ or anything is NaN.
func distance<Scalar: NetworkScalar>(_ a: [Scalar], _ b: [Scalar]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { worst, pair in
    let difference = Double(abs(pair.0 - pair.1))
    return difference.isNaN ? .infinity : max(worst, difference)
  }
}

/// Losses, gradients and descents of PyTorch; `Fixtures/make_training_fixtures.py` says which version made
/// them.
struct TrainingFixtures: Decodable {
  var cases: [Case]

  struct StoredSequence: Decodable, Sendable {
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
    var sequences: [StoredSequence]
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
