import RecurrentNetworks
import Testing

@testable import MemoryMeasures

@Suite struct MemorizationTests {
  private func network(
    _ cell: CellType = .rnn, layers: Int = 1, inputSize: Int = 1, hiddenSize: Int = 3
  ) -> RecurrentNetwork<Float> {
    RecurrentNetwork(
      shape: NetworkShape(cell: cell, layers: layers, inputSize: inputSize, hiddenSize: hiddenSize),
      initialization: Initialization(.pytorch), stream: RandomStream(seed: 5))
  }

  @Test func refusesWhatTheTaskDoesNotKnow() throws {
    let settings = try MemorizationSettings(epochs: 1)
    let stream = RandomStream(seed: 1)
    #expect(throws: MemorizationError.position(0)) {
      try Memorization.train(network(), position: 0, settings: settings, stream: stream)
    }
    #expect(throws: MemorizationError.inputSize(2)) {
      try Memorization.train(network(inputSize: 2), position: 1, settings: settings, stream: stream)
    }
    #expect(throws: MemorizationError.cancelled) {
      try Memorization.train(
        network(), position: 1, settings: MemorizationSettings(epochs: 101), stream: stream,
        isCancelled: { true })
    }
  }

  @Test func beyondTheLongestSequenceThereIsNothingToLearn() throws {
    let network = network()
    let measured = try Memorization.train(
      network, position: 16, settings: MemorizationSettings(curveEpochs: [10, 5_000]),
      stream: RandomStream(seed: 1))
    #expect(measured.outcome == .noTarget && measured.epochs == 0)
    #expect(measured.loss.isNaN && measured.network == network)
    #expect(measured.lossCurve.count == 2 && measured.lossCurve.allSatisfy { $0.isNaN })
  }

  /// A rate that throws the weights out of the range of float32: recorded, with the epoch.
  @Test func divergenceIsAnOutcome() throws {
    let measured = try Memorization.train(
      network(hiddenSize: 2), position: 1,
      settings: MemorizationSettings(
        lengths: 2...2, epochs: 20, batchSize: 4, learningRate: 3e38, curveEpochs: [1, 20]),
      stream: RandomStream(seed: 1))
    #expect(measured.outcome == .diverged && measured.loss.isNaN)
    #expect((1...20).contains(measured.epochs))
    #expect(measured.lossCurve[0].isFinite)
  }
}
