import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

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
    let trained = try Memorization.train(
      network, position: 16, settings: MemorizationSettings(recordsCurve: true),
      stream: RandomStream(seed: 1))
    let measured = trained.measurement
    #expect(measured.outcome == .noTarget && measured.epochs == 0)
    #expect(measured.loss.isNaN && trained.network == network)
    #expect(measured.lossCurve.count == 100 && measured.lossCurve.allSatisfy { $0.isNaN })
  }

  /// A rate that throws the weights out of the range of float32: recorded, with the epoch.
  @Test func divergenceIsAnOutcome() throws {
    let measured = try Memorization.train(
      network(hiddenSize: 2), position: 1,
      settings: MemorizationSettings(
        lengths: 2...2, epochs: 20, batchSize: 4, learningRate: 3e38, recordsCurve: true),
      stream: RandomStream(seed: 1)
    ).measurement
    #expect(measured.outcome == .diverged && measured.loss.isNaN)
    #expect((1...20).contains(measured.epochs))
    #expect(measured.lossCurve[0].isFinite)
  }

  /// Both: above 1.5 times what the best constant answer scores, and 1.5 times what it once was.
  @Test(arguments: [
    (0.376, 0.1, true), (0.375, 0.1, false), (16, 0.25, true), (0.75, 0.5, false), (0.751, 0.5, true),
    (0.8, .infinity, false), (.nan, 0.1, false), (0.2, 0.01, false),
  ]) func whatCountsAsExploded(loss: Double, lowest: Double, isExploded: Bool) {
    #expect(Memorization.isExploded(loss: loss, lowest: lowest) == isExploded)
  }

  /// A rate at which some end with all twenty units saturated, at -1 or 1: the answer is an even number, and the loss
  /// half of an odd one but for the accuracy of the evaluation.
  @Test func explosionIsAnOutcome() throws {
    let settings = try MemorizationSettings(epochs: 400, learningRate: 1)
    let trained = try (1...6).map { seed in
      try Memorization.train(
        network(layers: 2, hiddenSize: 20), position: 3, settings: settings, stream: RandomStream(seed: seed))
    }
    let exploded = trained.filter { $0.measurement.outcome == .exploded }
    #expect(
      exploded.allSatisfy {
        $0.measurement.epochs == 400 && $0.measurement.loss > 0.375 && $0.network.isFinite
      })
    let saturated = exploded.map { 2 * $0.measurement.loss }.filter { twice in
      abs(twice - twice.rounded()) < 0.05 && Int(twice.rounded()) % 2 == 1
    }
    #expect(!saturated.isEmpty, "\(trained.map(\.measurement))")
  }

  /// A network that begins far from the answers and is hardly trained is as far off as an exploded one, and is none.
  @Test func trainingThatIsTooShortDoesNotExplode() throws {
    for epochs in [1, 30] {
      let measured = try Memorization.train(
        network(hiddenSize: 20), position: 1,
        settings: MemorizationSettings(epochs: epochs, learningRate: 1e-4),
        stream: RandomStream(seed: 1)
      ).measurement
      #expect(measured.outcome == .trained && measured.loss > 0.375, "\(measured.loss)")
    }
  }

  /// Half of the single evaluation sequences are too short: those trainings have no loss, and did not diverge.
  @Test func withoutAnEvaluationSequenceThatHasATargetThereIsNoLoss() throws {
    let settings = try MemorizationSettings(
      lengths: 1...2, lengthDraw: .sequence, epochs: 5, evaluationSequences: 1)
    let measured = try (0..<20).map { seed in
      try Memorization.train(
        network(), position: 2, settings: settings, stream: RandomStream(seed: seed)
      ).measurement
    }
    #expect(measured.allSatisfy { $0.outcome == .trained && $0.epochs == 5 })
    #expect((1...19).contains(measured.count { $0.loss.isNaN }))
  }

  /// The first updates, one by one, in plain float64 on the same sequences: losses, weights and the loss of
  /// the trained network agree to float32's rounding, which grows from update to update.
  @Test(arguments: CellType.trainable, LengthDraw.allCases)
  func trainingIsThatOfThePlainTwin(cell: CellType, draw: LengthDraw) throws {
    let settings = try MemorizationSettings(
      lengths: 3...5, lengthDraw: draw, epochs: 4, updatesPerEpoch: 3, batchSize: 5, learningRate: 0.1,
      truncation: 3, evaluationSequences: 70, recordsCurve: true)
    let network = network(cell, layers: 2)
    let stream = RandomStream(seed: 11)
    let (measured, trained) = try Memorization.train(
      network, position: 4, settings: settings, stream: stream)

    func sequences(_ role: MemorizationSequences.Role, _ draw: LengthDraw, _ count: Int)
      -> MemorizationSequences
    {
      MemorizationSequences(
        role, position: 4, lengths: 3...5, lengthDraw: draw, count: count, stream: stream, path: .best)
    }
    let training = sequences(.training, draw, 5)
    var plain = RecurrentNetwork<Double>(rounding: network)
    var curve = LossCurve(epochs: settings.curveEpochs)
    for update in 0..<12 {
      training.draw(update)
      let (loss, gradients) = ReferenceTraining.gradients(
        plain, training.batch.sequences(as: Double.self), truncation: 3)
      if training.batch.targetCount > 0 {
        plain = ReferenceTraining.descend(plain, gradients, learningRate: 0.1)
      }
      curve.add(Float(loss), epoch: update / 3 + 1)
    }
    #expect(plain != RecurrentNetwork(rounding: network))
    #expect(measured.outcome == .trained && measured.epochs == 4)
    for (fast, plain) in zip(trained.layers, plain.layers) {
      for (x, y) in zip(fast.recurrentKernel + fast.bias, plain.recurrentKernel + plain.bias) {
        #expect(abs(Double(x) - y) < 1e-6)
      }
    }
    for (fast, plain) in zip(measured.lossCurve, curve.values) {
      #expect(abs(fast - plain) < 1e-6 || fast.isNaN && plain.isNaN)
    }

    let evaluation = sequences(.evaluation, .sequence, 64)
    evaluation.draw(0)
    var fresh = evaluation.batch.sequences(as: Double.self)
    evaluation.draw(1, asked: 6)
    fresh += evaluation.batch.sequences(as: Double.self).prefix(6)
    #expect(abs(measured.loss - ReferenceTraining.gradients(plain, fresh).loss) < 1e-6)
  }

  /// Whatever the kernels: the same weights, losses and curves, bit for bit.
  @Test(arguments: CellType.trainable) func everyPathTrainsAlike(cell: CellType) throws {
    let settings = try MemorizationSettings(
      lengths: 4...6, epochs: 40, batchSize: 20, evaluationSequences: 100, recordsCurve: true)
    let network = network(cell, layers: 2, hiddenSize: 5)
    let trained = try SIMDPath.supported.map { path in
      try Memorization.train(
        network, position: 3, settings: settings, stream: RandomStream(seed: 2), path: path)
    }
    #expect(trained.allSatisfy { $0 == trained[0] })
    #expect(trained[0].network != network)
  }

  /// One layer of five units learns to return the second-last input, and not the tenth: knowing nothing
  /// scores 0.25.
  @Test func whatIsNearIsLearnedAndWhatIsFarIsNot() throws {
    func loss(_ position: Int) throws -> Double {
      try Memorization.train(
        network(hiddenSize: 5), position: position, settings: MemorizationSettings(epochs: 3_000),
        stream: RandomStream(seed: 7)
      ).measurement.loss
    }
    #expect(try loss(2) < 0.06)
    #expect(try abs(loss(10) - 0.25) < 0.02)
  }
}
