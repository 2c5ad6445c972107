/// A setting of the random memorization task that is out of range.
public enum MemorizationSettingsError: Error, Equatable, Sendable {
  /// Allowed: first at least 1, last at least first and at most `MemorizationSettings.mostSteps`.
  case lengths(first: Int, last: Int)
  /// Allowed: 1 ... `MemorizationSettings.mostEpochs`.
  case epochs(Int)
  /// Allowed: 1 ... `MemorizationSettings.mostUpdates`, and no more updates in all.
  case updatesPerEpoch(Int)
  /// Allowed: 1 ... `MemorizationSettings.mostSequences`.
  case batchSize(Int)
  /// Allowed: finite and greater than 0, as a float32, too.
  case learningRate(Double)
  /// Allowed: at least 1.
  case truncation(Int)
  /// Allowed: 1 ... `MemorizationSettings.mostSequences`.
  case evaluationSequences(Int)
  /// Allowed: 1 ... epochs, ascending, each once.
  case curveEpoch(Int, epochs: Int)
}
