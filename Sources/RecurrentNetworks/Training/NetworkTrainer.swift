/// Trains one network by stochastic gradient descent: backpropagation through time over minibatches.
///
/// Answer, loss and derivatives are those of `ReferenceTraining`. Not synchronised: one thread at a time.
public final class NetworkTrainer {
  /// With the weights as they are now.
  public private(set) var network: RecurrentNetwork<Float>

  /// - Parameters:
  ///   - network: to begin with.
  ///   - sequences: of every minibatch.
  ///   - steps: most steps of a sequence.
  ///   - path: kernels to run on. All give the same bits.
  public init(_ network: RecurrentNetwork<Float>, sequences: Int, steps: Int, path: SIMDPath) {
    self.network = network
  }

  /// One update: every weight less `learningRate` times the derivative of the loss. Without any target, or with a
  /// loss that is not finite, there is none.
  ///
  /// - Parameter truncation: how many steps back from the last one the gradient flows; nil: all.
  /// - Returns: the loss before the update, the mean of |target - answer|; NaN without any target.
  public func update(_ batch: SequenceBatch, learningRate: Float, truncation: Int?) -> Float {
    let sequences = (0..<batch.count).map { batch.sequence($0, as: Float.self) }
    let (loss, gradients) = ReferenceTraining.gradients(network, sequences, truncation: truncation)
    if loss.isFinite {
      network = ReferenceTraining.descend(network, gradients, learningRate: learningRate)
    }
    return loss
  }

  /// The sum of |target - answer| over the sequences that have a target; 0 without any.
  public func absoluteError(_ batch: SequenceBatch) -> Double {
    guard batch.targetCount > 0 else { return 0 }
    let sequences = (0..<batch.count).map { batch.sequence($0, as: Float.self) }
    return Double(ReferenceTraining.gradients(network, sequences).loss) * Double(batch.targetCount)
  }
}
