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
