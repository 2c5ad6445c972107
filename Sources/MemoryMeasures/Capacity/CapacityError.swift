/// Why a capacity measurement has no result.
public enum CapacityError: Error, Equatable, Sendable {
  /// The network put out a NaN or an infinity; the first such step, counted from 1.
  case outputNotFinite(step: Int)
  /// The outputs are so large that sums of their squares overflow.
  case outputsTooLarge
  /// Fitting takes more training steps than there are weights, the offset included.
  case tooFewTrainingSteps(found: Int, least: Int)
  /// It was not to go on.
  case cancelled
}
