import RecurrentNetworks

/// A plan whose initialization is out of range.
public enum PlanError: Error, Equatable {
  /// Allowed: finite and at least 0.
  case gain(Double)
  /// Allowed: finite.
  case forgetBias(Double)
  case reservoir(ReservoirError)
}
