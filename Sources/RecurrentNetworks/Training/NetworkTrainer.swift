import CKernels

/// Trains one network by stochastic gradient descent: backpropagation through time over minibatches.
///
/// Answer, loss and derivatives are those of `ReferenceTraining`, in one order of operations on every kernel
/// path. The forward pass rounds as `PairedNetworks` does. All memory is taken at the beginning. Not
/// synchronised: one thread at a time.
package final class NetworkTrainer {
  private let layers: [TrainedLayer]
  private let kernelLayers: AlignedBuffer<ck_training_layer>
  private let slopes: [AlignedBuffer<Float>]
  private let ones: AlignedBuffer<Float>
  private let rows: AlignedBuffer<ck_training_row>
  private let answers: AlignedBuffer<Float>
  private let training: AlignedBuffer<ck_training>
  private let functions: ck_training_functions
  private let steps: Int
  private let lanes: Int

  /// - Parameters:
  ///   - network: to begin with.
  ///   - sequences: most of a minibatch.
  ///   - steps: most steps of a sequence.
  ///   - path: kernels to run on. All give the same bits.
  package init(_ network: RecurrentNetwork<Float>, sequences: Int, steps: Int, path: SIMDPath) {
    let lanes = SequenceBatch.lanes(for: sequences)
    self.steps = steps
    self.lanes = lanes
    functions = path.functions.training
    layers = network.layers.map { TrainedLayer($0, steps: steps, lanes: lanes) }
    let widest = network.layers.map(\.hiddenSize).max() ?? 0
    slopes = (0..<2).map { _ in AlignedBuffer(count: (steps + 1) * widest * lanes) }
    ones = AlignedBuffer(count: lanes)
    rows = AlignedBuffer(count: network.layers.map { $0.inputSize + $0.hiddenSize + 1 }.max() ?? 0)
    answers = AlignedBuffer(count: lanes)
    kernelLayers = AlignedBuffer(count: layers.count)
    for (index, layer) in layers.enumerated() { kernelLayers[index] = layer.kernelLayer }
    training = AlignedBuffer(count: 1)
    training[0] = ck_training(
      layers: kernelLayers.base, count: layers.count, slopes: (slopes[0].base, slopes[1].base),
      ones: ones.base, rows: rows.base, answers: answers.base)
  }

  /// With the weights as they are now.
  package var network: RecurrentNetwork<Float> { RecurrentNetwork(layers: layers.map(\.layer)) }

  /// The same as plain numbers, layer after layer: all that a training is on its way, as gradient descent remembers
  /// nothing else.
  ///
  /// - Precondition: no more and no fewer than the network has.
  package var weights: [Float] {
    get { layers.flatMap(\.weights) }
    set {
      var rest = newValue[...]
      for layer in layers {
        let count = layer.weights.count
        layer.weights = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
      precondition(rest.isEmpty)
    }
  }

  /// One update: every weight less `learningRate` times the derivative of the loss. Without any target, or
  /// with a loss that is not finite, there is none.
  ///
  /// - Parameters:
  ///   - batch: of no more sequences and steps than the trainer was made for.
  ///   - truncation: how many steps back from the last one the gradient flows; nil: all.
  /// - Returns: the loss before the update, the mean of |target - answer|; NaN without any target.
  package func update(_ batch: SequenceBatch, learningRate: Float, truncation: Int?) -> Float {
    let loss = derive(batch, truncation: truncation)
    if loss.isFinite { functions.descend(training.base, learningRate) }
    return loss
  }

  /// The network's answers to the sequences of a batch: the sums of its outputs after the last step.
  ///
  /// - Parameter batch: of no more sequences and steps than the trainer was made for.
  package func answers(_ batch: SequenceBatch) -> [Float] {
    var minibatch = minibatch(batch)
    _ = functions.answer(training.base, &minibatch)
    return (0..<batch.count).map { answers[$0] }
  }

  /// The sum of |target - answer| over the sequences that have a target; 0 without any.
  package func absoluteError(_ batch: SequenceBatch) -> Double {
    guard batch.targetCount > 0 else { return 0 }
    var minibatch = minibatch(batch)
    return Double(functions.answer(training.base, &minibatch))
  }

  /// The loss; its derivatives, unless it is not finite, are in `derivatives` then.
  func derive(_ batch: SequenceBatch, truncation: Int?) -> Float {
    guard batch.targetCount > 0 else { return .nan }
    var minibatch = minibatch(batch)
    let scale = 1 / Float(batch.targetCount)
    let loss = functions.answer(training.base, &minibatch) * scale
    if loss.isFinite {
      functions.derive(training.base, &minibatch, scale, min(truncation ?? batch.steps, batch.steps))
    }
    return loss
  }

  /// Of the last minibatch, layer by layer.
  var derivatives: [LayerGradients<Float>] { layers.map(\.gradients) }

  private func minibatch(_ batch: SequenceBatch) -> ck_minibatch {
    precondition(batch.lanes <= lanes && batch.steps <= steps && batch.inputSize == layers[0].inputSize)
    return ck_minibatch(
      steps: batch.steps, lanes: batch.lanes, inputs: batch.inputs.base, starts: batch.starts.base,
      latest_start: batch.latestStart, targets: batch.targets.base, asks: batch.asks.base)
  }
}
