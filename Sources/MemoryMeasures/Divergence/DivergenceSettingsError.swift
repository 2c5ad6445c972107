/// A divergence setting that is out of range.
public enum DivergenceSettingsError: Error, Equatable {
  /// Allowed: 2 ... `DivergenceSettings.mostSteps`.
  case totalSteps(Int)
  /// Allowed: 1 ..< total steps.
  case uniqueSteps(Int, totalSteps: Int)
  /// Allowed: finite and greater than 0.
  case threshold(Double)
  case repeatedThreshold(Double)
}
