import RecurrentNetworks

/// A training under way.
struct MemorizationSession {
  private let settings: MemorizationSettings
  private let trainer: NetworkTrainer
  private let training: MemorizationSequences
  private let evaluation: MemorizationSequences
  private let learningRate: Float
  /// Updates between two questions whether to go on: a hundred of a small network.
  private let stretch: Int
  private var update = 0
  private var hasDiverged = false
  private var curve: LossCurve

  init(
    _ network: RecurrentNetwork<Float>, position: Int, settings: MemorizationSettings, stream: RandomStream,
    path: SIMDPath
  ) {
    self.settings = settings
    learningRate = Float(settings.learningRate)
    let updateCost =
      Double(network.parameterCount) * Double(settings.batchSize) * Double(settings.lengths.upperBound)
    stretch = Int(min(max(1e8 / updateCost, 1), 100))
    curve = LossCurve(epochs: settings.curveEpochs)
    func sequences(_ role: MemorizationSequences.Role, _ draw: LengthDraw, _ count: Int)
      -> MemorizationSequences
    {
      MemorizationSequences(
        role, position: position, lengths: settings.lengths, lengthDraw: draw, count: count,
        stream: stream, path: path)
    }
    training = sequences(.training, settings.lengthDraw, settings.batchSize)
    evaluation = sequences(
      .evaluation, .sequence, min(Self.evaluatedTogether, settings.evaluationSequences))
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

  /// As it is now.
  var network: RecurrentNetwork<Float> { trainer.network }

  /// To be asked for when `advance` has said that all is done.
  func measurement() -> MemorizationMeasurement {
    let network = trainer.network
    let errors = !hasDiverged && network.isFinite ? evaluate() : (sum: .infinity, count: 1)
    let isSound = errors.sum.isFinite
    return MemorizationMeasurement(
      outcome: isSound ? .trained : .diverged, loss: isSound ? errors.sum / Double(errors.count) : .nan,
      epochs: epoch, lossCurve: curve.values)
  }

  /// Absolute errors of the evaluation sequences, whose lengths are drawn one by one: their sum and number.
  private func evaluate() -> (sum: Double, count: Int) {
    var errors = (sum: 0.0, count: 0)
    let together = evaluation.batch.count
    for first in stride(from: 0, to: settings.evaluationSequences, by: together) {
      evaluation.draw(first / together, asked: min(settings.evaluationSequences - first, together))
      errors.sum += trainer.absoluteError(evaluation.batch)
      errors.count += evaluation.batch.targetCount
    }
    return errors
  }

  /// A fixed number, so that the evaluation sequences do not depend on the size of the minibatches.
  private static let evaluatedTogether = 64
}
