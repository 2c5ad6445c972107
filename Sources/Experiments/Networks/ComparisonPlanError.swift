/// A comparison that cannot be run.
public enum ComparisonPlanError: Error, Equatable {
  /// Allowed: at least one.
  case noNetworks
  /// Two networks of one name.
  case repeatedName(String)
  /// A network whose layers do not fit each other.
  case inconsistentLayers(String)
  /// Allowed: 1 ... `Grid.mostRuns`.
  case pairs(Int)
  /// Allowed: 1 ... `Grid.mostRuns`.
  case twins(Int)
  case repeatedKind(TwinKind)
  /// Allowed: at most `Grid.mostRuns`. A floating-point number so that it cannot overflow.
  case tooManyRuns(Double)
  /// The weights that are to be measured are not those of the plan.
  case otherWeights(String)
  /// The inputs that are to be fed are not those of the plan.
  case otherInputs
}
