/// What came of one training on the random memorization task.
public struct MemorizationMeasurement: Equatable, Sendable {
  public var outcome: MemorizationOutcome
  /// Mean absolute error of the trained network's answers over the evaluation sequences that have a target;
  /// NaN unless the outcome is `trained`, or if no evaluation sequence has one.
  public var loss: Double
  /// Epochs that were completed: all of them if the outcome is `trained`; if `diverged`, those before the one
  /// in which the loss was not finite, or all of them if it was after training; if `noTarget`, 0.
  public var epochs: Int
  /// At each of the settings' `curveEpochs`: the mean of the minibatches' losses before their updates, over
  /// the epochs after the sample before up to this one. NaN where no minibatch had a target, and for samples
  /// that were not reached.
  public var lossCurve: [Float]

  public init(
    outcome: MemorizationOutcome, loss: Double, epochs: Int, lossCurve: [Float] = []
  ) {
    self.outcome = outcome
    self.loss = loss
    self.epochs = epochs
    self.lossCurve = lossCurve
  }
}
