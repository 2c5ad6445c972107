import RecurrentNetworks

/// A training under way.
struct MemorizationSession {
  private let settings: MemorizationSettings
  private let path: SIMDPath
  private let untrained: RecurrentNetwork<Float>
  private let trainer: NetworkTrainer
  private let training: MemorizationSequences
  private let evaluation: MemorizationSequences
  private let learningRate: Float
  /// Updates between two questions whether to go on: a hundred of a small network.
  private let stretch: Int
  private var update = 0
  private var hasDiverged = false
  private var curve: LossCurve
  /// The training loss over ten equal parts of the updates.
  private var tenths: LossCurve

  init(
    _ network: RecurrentNetwork<Float>, position: Int, settings: MemorizationSettings, stream: RandomStream,
    path: SIMDPath
  ) {
    self.settings = settings
    self.path = path
    untrained = network
    learningRate = Float(settings.learningRate)
    let updateCost =
      Double(network.parameterCount) * Double(settings.batchSize) * Double(settings.lengths.upperBound)
    stretch = Int(min(max(1e8 / updateCost, 1), 100))
    curve = LossCurve(epochs: settings.curveEpochs)
    tenths = LossCurve(epochs: MemorizationSettings.evenlySpaced(10, of: settings.updates))
    training = .training(position: position, settings, stream: stream, path: path)
    evaluation = .evaluation(position: position, settings, stream: stream, path: path)
    trainer = NetworkTrainer(
      network, sequences: max(settings.batchSize, evaluation.batch.count),
      steps: settings.lengths.upperBound, path: path)
  }

  /// Makes some updates, a moment's work; false once there are none left to make.
  mutating func advance() -> Bool {
    let end = min(update + stretch, settings.updates)
    while update < end, !hasDiverged {
      let loss = step()
      if training.batch.targetCount > 0, !loss.isFinite {
        hasDiverged = true
      } else {
        curve.add(loss, epoch: epoch + 1)
        update += 1
        tenths.add(loss, epoch: update)
      }
    }
    return update < settings.updates && !hasDiverged
  }

  private func step() -> Float {
    training.draw(update)
    return trainer.update(training.batch, learningRate: learningRate, truncation: settings.truncation)
  }

  /// Epochs completed.
  private var epoch: Int { update / settings.updatesPerEpoch }

  /// What came of it, and the network: to be asked for when `advance` has said that all is done.
  func result() -> (measurement: MemorizationMeasurement, network: RecurrentNetwork<Float>) {
    let network = trainer.network
    let loss = !hasDiverged && network.isFinite ? evaluate(trainer) : .infinity
    let measurement = MemorizationMeasurement(
      outcome: outcome(loss), loss: loss.isFinite ? loss : .nan, epochs: epoch, lossCurve: curve.values)
    return (measurement, network)
  }

  /// - Parameter loss: after training; infinite if it diverged.
  private func outcome(_ loss: Double) -> MemorizationOutcome {
    if loss == .infinity { return .diverged }
    // Few are as bad as that; for the others there is nothing to compute.
    guard Memorization.isExploded(loss: loss, lowest: 0) else { return .trained }
    let isLong = settings.learningRate * Double(settings.updates) >= Memorization.longTraining
    guard !isLong else { return .exploded }
    let beginning = NetworkTrainer(
      untrained, sequences: evaluation.batch.count, steps: settings.lengths.upperBound, path: path)
    let lowest = tenths.values.filter { !$0.isNaN }.map(Double.init).reduce(evaluate(beginning), min)
    return Memorization.isExploded(loss: loss, lowest: lowest) ? .exploded : .trained
  }

  /// Mean absolute error over the evaluation sequences, whose lengths are drawn one by one; NaN if none has a target.
  private func evaluate(_ trainer: NetworkTrainer) -> Double {
    var errors = (sum: 0.0, count: 0)
    let together = evaluation.batch.count
    for first in stride(from: 0, to: settings.evaluationSequences, by: together) {
      evaluation.draw(first / together, asked: min(settings.evaluationSequences - first, together))
      errors.sum += trainer.absoluteError(evaluation.batch)
      errors.count += evaluation.batch.targetCount
    }
    return errors.sum.isFinite ? errors.sum / Double(errors.count) : .infinity
  }
}

/// The sequences of the task: minibatches that are pure functions of a stream and their index.
struct MemorizationSequences {
  let position: Int
  let lengths: ClosedRange<Int>
  let lengthDraw: LengthDraw
  let inputs: RandomStream
  let lengthStream: RandomStream
  let batch: SequenceBatch

  /// What sequences are for: a word of the path of their streams.
  enum Role: UInt64 {
    case training, evaluation
  }

  init(
    _ role: Role, position: Int, lengths: ClosedRange<Int>, lengthDraw: LengthDraw, count: Int,
    stream: RandomStream, path: SIMDPath
  ) {
    self.position = position
    self.lengths = lengths
    self.lengthDraw = lengthDraw
    inputs = stream.child(role.rawValue, 0)
    lengthStream = stream.child(role.rawValue, 1)
    batch = SequenceBatch(count: count, inputSize: 1, capacity: lengths.upperBound, path: path)
  }

  /// The minibatches that a network is trained on.
  static func training(
    position: Int, _ settings: MemorizationSettings, stream: RandomStream, path: SIMDPath
  ) -> MemorizationSequences {
    MemorizationSequences(
      .training, position: position, lengths: settings.lengths, lengthDraw: settings.lengthDraw,
      count: settings.batchSize, stream: stream, path: path)
  }

  /// The sequences that its loss is measured on after, whose lengths are drawn one by one, some at a time: how many
  /// does not depend on the size of the minibatches, so neither do the sequences.
  static func evaluation(
    position: Int, _ settings: MemorizationSettings, stream: RandomStream, path: SIMDPath
  ) -> MemorizationSequences {
    MemorizationSequences(
      .evaluation, position: position, lengths: settings.lengths, lengthDraw: .sequence,
      count: min(64, settings.evaluationSequences), stream: stream, path: path)
  }

  /// Fills the batch with minibatch `index`.
  ///
  /// - Parameter asked: sequences, from the first on, that are asked for an answer; nil: all.
  func draw(_ index: Int, asked: Int? = nil) {
    switch lengthDraw {
    case .minibatch:
      batch.drawUniforms(steps: length(index), stream: inputs, index: UInt64(index))
    case .sequence:
      let drawn = (0..<batch.count).map { length(index * batch.count + $0) }
      let longest = drawn.reduce(1, max)
      batch.drawUniforms(steps: longest, stream: inputs, index: UInt64(index))
      for (sequence, length) in drawn.enumerated() { batch.setStart(sequence, longest - length) }
    }
    batch.askForInput(position: position, of: asked ?? batch.count)
  }

  private func length(_ index: Int) -> Int {
    lengths.lowerBound + lengthStream.integer(below: lengths.count, at: UInt64(index))
  }
}

/// The training loss over the epochs: at each sample the mean since the sample before.
struct LossCurve {
  private let epochs: [Int]
  private var means: [Float] = []
  private var sum = 0.0
  private var count = 0

  init(epochs: [Int]) {
    self.epochs = epochs
    means.reserveCapacity(epochs.count)
  }

  /// Takes the loss of a minibatch of an epoch (1 is the first), NaN if it has no target. Epochs come in
  /// order.
  mutating func add(_ loss: Float, epoch: Int) {
    while means.count < epochs.count, epochs[means.count] < epoch { close() }
    guard means.count < epochs.count, !loss.isNaN else { return }
    sum += Double(loss)
    count += 1
  }

  private mutating func close() {
    means.append(mean)
    (sum, count) = (0, 0)
  }

  private var mean: Float { Float(sum / Double(count)) }

  /// One for each sample; NaN where there was no loss.
  var values: [Float] {
    var values = means
    if values.count < epochs.count { values.append(mean) }
    return values + Array(repeating: .nan, count: epochs.count - values.count)
  }
}
