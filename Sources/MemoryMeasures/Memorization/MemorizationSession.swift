import RecurrentNetworks

/// A training under way: update after update, and then the answers to fresh sequences, of the trained network and, where
/// it takes that to tell whether the training exploded, of the one that it began with.
struct MemorizationSession {
  private let settings: MemorizationSettings
  private let path: SIMDPath
  private let untrained: RecurrentNetwork<Float>
  private let trainer: NetworkTrainer
  private let training: MemorizationSequences
  private let evaluation: MemorizationSequences
  private let learningRate: Float
  /// Updates, and minibatches of the evaluation, between two pauses: a hundred of a small network.
  private let stretch: (updates: Int, evaluated: Int)
  private var update = 0
  private var hasDiverged = false
  private var curve: LossCurve
  /// The training loss over ten equal parts of the updates.
  private var tenths: LossCurve
  /// Of the network after training.
  private var errors = EvaluationErrors()
  /// Of the network before it.
  private var earlierErrors = EvaluationErrors()
  /// With the network before training, once it is needed.
  private var earlier: NetworkTrainer?

  /// Multiply-adds of a forward pass between two pauses: some tens of milliseconds with what belongs to an update.
  static let workBetweenPauses = 1e8

  init(
    _ network: RecurrentNetwork<Float>, position: Int, settings: MemorizationSettings, stream: RandomStream,
    path: SIMDPath, workBetweenPauses: Double = workBetweenPauses
  ) {
    self.settings = settings
    self.path = path
    untrained = network
    learningRate = Float(settings.learningRate)
    curve = LossCurve(epochs: settings.curveEpochs)
    tenths = LossCurve(epochs: MemorizationSettings.evenlySpaced(10, of: settings.updates))
    training = .training(position: position, settings, stream: stream, path: path)
    evaluation = .evaluation(position: position, settings, stream: stream, path: path)
    trainer = NetworkTrainer(
      network, sequences: max(settings.batchSize, evaluation.batch.count),
      steps: settings.lengths.upperBound, path: path)
    let sequence = Double(network.parameterCount) * Double(settings.lengths.upperBound)
    func stretch(of sequences: Int) -> Int {
      Int(min(max(workBetweenPauses / (sequence * Double(sequences)), 1), 100))
    }
    self.stretch = (stretch(of: settings.batchSize), stretch(of: evaluation.batch.count))
  }

  /// Goes on, for a moment's work; false once there is nothing left to do.
  mutating func advance() -> Bool {
    if isTraining {
      train()
    } else if !isFinished {
      if errors.asked == 0, !trainer.network.isFinite {
        hasDiverged = true
      } else if errors.asked < settings.evaluationSequences {
        evaluate(trainer, &errors)
      } else {
        let trainer =
          earlier
          ?? NetworkTrainer(
            untrained, sequences: evaluation.batch.count, steps: settings.lengths.upperBound, path: path)
        earlier = trainer
        evaluate(trainer, &earlierErrors)
      }
    }
    return !isFinished
  }

  private var isTraining: Bool { update < settings.updates && !hasDiverged }

  private var isFinished: Bool {
    if isTraining { return false }
    return hasDiverged
      || errors.asked == settings.evaluationSequences
        && (!needsEarlierLoss || earlierErrors.asked == settings.evaluationSequences)
  }

  private mutating func train() {
    let end = min(update + stretch.updates, settings.updates)
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
  }

  private func step() -> Float {
    training.draw(update)
    return trainer.update(training.batch, learningRate: learningRate, truncation: settings.truncation)
  }

  /// Asks a network for the next evaluation sequences, whose lengths are drawn one by one.
  private func evaluate(_ trainer: NetworkTrainer, _ errors: inout EvaluationErrors) {
    let together = evaluation.batch.count
    for _ in 0..<stretch.evaluated where errors.asked < settings.evaluationSequences {
      let asked = min(settings.evaluationSequences - errors.asked, together)
      evaluation.draw(errors.asked / together, asked: asked)
      errors.sum += trainer.absoluteError(evaluation.batch)
      errors.count += evaluation.batch.targetCount
      errors.asked += asked
    }
  }

  /// Epochs completed.
  private var epoch: Int { update / settings.updatesPerEpoch }

  private var isLong: Bool {
    settings.learningRate * Double(settings.updates) >= Memorization.longTraining
  }

  /// Few are as bad as that; for the others the network before training need not be asked.
  private var needsEarlierLoss: Bool {
    errors.loss.isFinite && Memorization.isExploded(loss: errors.loss, lowest: 0) && !isLong
  }

  /// At most the share of the work that is done: of one that ends early, or does not explode, more of it is. An update
  /// takes three times as long as the answers to as many sequences.
  var share: Double {
    let sequences = Double(settings.evaluationSequences) * (isLong ? 1 : 2)
    let updates = 3 * Double(settings.batchSize) * Double(settings.updates)
    let asked = Double(errors.asked + earlierErrors.asked)
    return (3 * Double(settings.batchSize) * Double(update) + asked) / (updates + sequences)
  }

  /// What came of it, and the network: to be asked for when `advance` has said that all is done.
  func result() -> (measurement: MemorizationMeasurement, network: RecurrentNetwork<Float>) {
    let loss = hasDiverged ? .infinity : errors.loss
    let measurement = MemorizationMeasurement(
      outcome: outcome(loss), loss: loss.isFinite ? loss : .nan, epochs: epoch, lossCurve: curve.values)
    return (measurement, trainer.network)
  }

  /// - Parameter loss: after training; infinite if it diverged.
  private func outcome(_ loss: Double) -> MemorizationOutcome {
    if loss == .infinity { return .diverged }
    guard Memorization.isExploded(loss: loss, lowest: 0) else { return .trained }
    guard !isLong else { return .exploded }
    let lowest = tenths.values.filter { !$0.isNaN }.map(Double.init).reduce(earlierErrors.loss, min)
    return Memorization.isExploded(loss: loss, lowest: lowest) ? .exploded : .trained
  }

  // MARK: Interruptions

  /// From which the training can be taken up to the same bits, between two calls of `advance` that have not said that all
  /// is done. Sequences are functions of their number, and gradient descent remembers the weights only.
  var bytes: [UInt8] {
    var (state, copy, weights) = (StateBytes(), self, trainer.weights)
    copy.pass(&state, &weights)
    return state.bytes
  }

  /// Takes the training up where it was.
  ///
  /// - Returns: false for bytes that are not of such a training, which then begins.
  mutating func resume(_ bytes: [UInt8]) -> Bool {
    var (state, copy, weights) = (StateBytes(reading: bytes), self, trainer.weights)
    copy.pass(&state, &weights)
    guard state.isIntact, !copy.isFinished else { return false }
    self = copy
    trainer.weights = weights
    return true
  }

  private mutating func pass(_ state: inout StateBytes, _ weights: inout [Float]) {
    state.pass(&update)
    guard 0...settings.updates ~= update else { return state.check(false) }
    curve.pass(&state, epoch: update == 0 ? 0 : (update - 1) / settings.updatesPerEpoch + 1)
    tenths.pass(&state, epoch: update)
    for errors in [\MemorizationSession.errors, \.earlierErrors] {
      self[keyPath: errors].pass(
        &state, of: settings.evaluationSequences, together: evaluation.batch.count)
    }
    state.check(errors.asked == 0 || !isTraining)
    state.check(
      earlierErrors.asked == 0 || errors.asked == settings.evaluationSequences && needsEarlierLoss)
    state.pass(&weights, count: weights.count)
  }
}

/// What a network's answers to evaluation sequences are off by.
private struct EvaluationErrors {
  /// Sequences so far.
  var asked = 0
  /// Over those that have a target.
  var sum = 0.0
  var count = 0

  /// The mean absolute error; NaN if no sequence has a target, infinite if an answer is not finite.
  var loss: Double { sum.isFinite ? sum / Double(count) : .infinity }

  mutating func pass(_ state: inout StateBytes, of all: Int, together: Int) {
    state.pass(&asked)
    state.pass(&sum)
    state.pass(&count)
    state.check(0...all ~= asked && (asked == all || asked % together == 0))
    state.check(asked >= 0 && count >= 0 && count <= asked)
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

  /// - Parameter epoch: the last one that a loss was taken of; 0 if there was none.
  mutating func pass(_ state: inout StateBytes, epoch: Int) {
    state.pass(&means, count: epochs.prefix { $0 < epoch }.count)
    state.pass(&sum)
    state.pass(&count)
    state.check(0...MemorizationSettings.mostUpdates ~= count)
  }

  /// One for each sample; NaN where there was no loss.
  var values: [Float] {
    var values = means
    if values.count < epochs.count { values.append(mean) }
    return values + Array(repeating: .nan, count: epochs.count - values.count)
  }
}
