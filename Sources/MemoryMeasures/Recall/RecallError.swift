/// Why a recall measurement has no result.
public enum RecallError: Error, Equatable, Sendable {
  /// The network put out a NaN or an infinity; after this step at the latest.
  case outputNotFinite(step: Int)
  /// The readout has weights for another number of units.
  case readoutSize(found: Int, expected: Int)
  /// Fitting takes more training sequences than there are weights, the offset included.
  case tooFewTrainingSequences(found: Int, least: Int)
  /// It was not to go on.
  case cancelled
}
