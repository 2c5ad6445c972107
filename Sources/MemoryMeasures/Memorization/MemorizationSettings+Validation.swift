extension MemorizationSettings {
  /// - Throws: `MemorizationSettingsError` naming the value that is out of range.
  public func validate() throws(MemorizationSettingsError) {
    _ = try Self.lengths(from: lengths.lowerBound, to: lengths.upperBound)
    guard (1...Self.mostEpochs).contains(epochs) else { throw .epochs(epochs) }
    guard updatesPerEpoch >= 1, updatesPerEpoch <= Self.mostUpdates / epochs else {
      throw .updatesPerEpoch(updatesPerEpoch)
    }
    guard (1...Self.mostSequences).contains(batchSize) else { throw .batchSize(batchSize) }
    guard Float(learningRate) > 0, Float(learningRate).isFinite else { throw .learningRate(learningRate) }
    if let truncation, truncation < 1 { throw .truncation(truncation) }
    guard (1...Self.mostSequences).contains(evaluationSequences) else {
      throw .evaluationSequences(evaluationSequences)
    }
    var earlier = 0
    for epoch in curveEpochs {
      guard epoch > earlier, epoch <= epochs else { throw .curveEpoch(epoch, epochs: epochs) }
      earlier = epoch
    }
  }

  public static let mostSteps = 100_000
  public static let mostEpochs = 1_000_000_000
  /// All epochs together.
  public static let mostUpdates = 1_000_000_000_000
  public static let mostSequences = 1_000_000
}
