import RecurrentNetworks

/// Whether a network can be trained to return the p-th from last input of random sequences.
///
/// A sequence has q steps, q drawn uniformly from the settings' lengths, of one input each, x_1 ... x_q,
/// uniform in [0, 1). The network starts from zero state, and its answer a is the sum of the last layer's
/// hidden units after x_q. The loss is |x_(q+1-p) - a|, averaged over a minibatch; p = 1 is the last input.
/// Always answering 0.5 scores 0.25.
///
/// A sequence with q < p has no target: it adds nothing to the loss nor to its gradient, and the average is
/// over those that have one. A minibatch without any makes no update. With p beyond the longest length there
/// is nothing to learn (`MemorizationOutcome.noTarget`).
///
/// Training is plain stochastic gradient descent, w -= rate dL/dw, without momentum, clipping or decay, by
/// backpropagation through time over the whole sequence or over its last `truncation` steps; what came before
/// those is a constant then. As in PyTorch every cell has two biases: where a layer stores their sum, it
/// moves by twice the rate.
///
/// Source: Illium et al. 2022, whose definition 1 (q of 10 ... 15) and definition 2 (q = 10) differ in the
/// lengths only.
public enum Memorization: Sendable {
  /// The mean absolute error of the best constant answer, 0.5.
  public static let knowingNothing = 0.25

  /// Whether gradient descent threw a network out of where it had got to: its loss is more than half as high again as
  /// that of the best constant answer, and than it once was.
  ///
  /// 1.5 times 0.25 is halfway to what the answers 0 and 1 score. Where all units of the last layer are saturated, which
  /// is how explosions end, the answer is a whole number; so the loss is 0.5, 1.5, 2.5, ..., and stays, as saturated units
  /// pass no gradient on. The second condition spares networks that were trained too briefly to come down from where
  /// they began; of a long training (see `longTraining`) it is not asked.
  ///
  /// - Parameters:
  ///   - loss: after training, finite or NaN.
  ///   - lowest: the lowest mean of the training loss over a tenth of the updates, or the loss before training if that
  ///     is lower.
  public static func isExploded(loss: Double, lowest: Double) -> Bool {
    loss > 1.5 * knowingNothing && loss > 1.5 * lowest
  }

  /// Updates times learning rate from which on a training is long: 100, that of the defaults. The answer moves by as much
  /// where no unit is saturated, whose derivative by a bias of the last layer is near 1 then, so that a network whose
  /// answers are still out of range is saturated. Of 720 networks of 1 to 5 layers and 1 to 20 units trained so, from
  /// PyTorch's and from Glorot's weights at a rate of 0.02, two are above 0.375, both at 0.5.
  static let longTraining = 100.0

  /// Trains a network and measures it on fresh sequences.
  ///
  /// - Parameters:
  ///   - network: to begin with, of input size 1; any cells, any depth.
  ///   - position: p.
  ///   - settings: lengths, epochs and rates.
  ///   - stream: of which all sequences are pure functions.
  ///   - path: kernels to run on; the fastest by default. All give the same bits.
  ///   - isCancelled: asked every hundred updates, of large networks more often; in the evaluation, too.
  /// - Returns: what came of it, and the network after training; where it diverged, with the weights it had then.
  /// - Throws: `MemorizationError`.
  public static func train(
    _ network: RecurrentNetwork<Float>, position: Int, settings: MemorizationSettings, stream: RandomStream,
    path: SIMDPath = .best, isCancelled: () -> Bool = { false }
  ) throws(MemorizationError) -> (measurement: MemorizationMeasurement, network: RecurrentNetwork<Float>) {
    try train(network, position: position, settings: settings, stream: stream, path: path) {
      (_) throws(MemorizationError) in
      if isCancelled() { throw .cancelled }
    }
  }

  /// The same of a training that may have been interrupted.
  ///
  /// - Parameters:
  ///   - kept: what its session wrote when it was; nil, the default, if it is to begin.
  ///   - pause: called some times a second as long as there is something left to do.
  /// - Throws: `MemorizationError`, whatever `pause` throws among it.
  static func train(
    _ network: RecurrentNetwork<Float>, position: Int, settings: MemorizationSettings, stream: RandomStream,
    path: SIMDPath, kept: [UInt8]? = nil,
    workBetweenPauses: Double = MemorizationSession.workBetweenPauses,
    pause: (MemorizationSession) throws(MemorizationError) -> Void
  ) throws(MemorizationError) -> (measurement: MemorizationMeasurement, network: RecurrentNetwork<Float>) {
    guard position >= 1 else { throw .position(position) }
    guard network.inputSize == 1 else { throw .inputSize(network.inputSize) }
    guard position <= settings.lengths.upperBound else {
      return (blank(settings), network)
    }
    var session = MemorizationSession(
      network, position: position, settings: settings, stream: stream, path: path,
      workBetweenPauses: workBetweenPauses)
    // Bytes that are not of such a training leave it at its beginning.
    if let kept { _ = session.resume(kept) }
    while session.advance() { try pause(session) }
    return session.result()
  }
}

/// Why a network cannot be trained on the random memorization task.
public enum MemorizationError: CancellableFailure {
  /// Positions count from 1, the last input.
  case position(Int)
  /// The task has one input per step.
  case inputSize(Int)
  /// Asked to stop.
  case cancelled

  public var reason: String {
    switch self {
    case .position(let position): "no input stands at position \(position)"
    case .inputSize(let size): "the network reads \(size) values per step instead of 1"
    case .cancelled: "cancelled"
    }
  }
}
