import Testing

@testable import RecurrentNetworks

/// PyTorch's own losses, gradients and descents, from its own weights.
@Suite struct PyTorchTrainingTests {
  /// A few units in the last place of sums of about ten terms of the size of 1.
  static func tolerance(_ precision: Precision) -> Double { precision == .float32 ? 2e-6 : 4e-15 }

  @Test func everyCellDepthTruncationAndPrecisionIsThere() throws {
    let cases = try TrainingFixtures.load().cases
    for precision in Precision.allCases {
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
    case .float32: check(fixture, Float.self)
    case .float64: check(fixture, Double.self)
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
