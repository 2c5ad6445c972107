/// A capacity setting that is out of range.
public enum CapacitySettingsError: Error, Equatable {
  /// Allowed: from -1e6 to 1e6, but not 0.
  case inputScale(Double)
  /// Allowed: 0 ... `CapacitySettings.mostSteps`.
  case washoutSteps(Int)
  /// Allowed: `CapacitySettings.leastSteps` ... `mostSteps`.
  case trainingSteps(Int)
  /// Allowed: `CapacitySettings.leastSteps` ... `mostSteps`.
  case testSteps(Int)
  /// Allowed: 1 ... `CapacitySettings.mostDelays`.
  case maximumDelay(Int)
  /// Allowed: finite and at least 0.
  case ridge(Double)
  /// Allowed: 1 ... `CapacitySettings.mostSurrogates`.
  case surrogates(Int)
}
