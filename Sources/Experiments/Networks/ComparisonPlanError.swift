/// A comparison that cannot be run.
public enum ComparisonPlanError: Error, Equatable {
  /// Allowed: 1 ... `Grid.mostRuns`.
  case pairs(Int)
  /// Allowed: 1 ... `Grid.mostRuns`.
  case twins(Int)
  case repeatedKind(TwinKind)
  /// Allowed: at most `Grid.mostRuns`. A floating-point number so that it cannot overflow.
  case tooManyRuns(Double)
  /// The inputs that are to be fed are not those of the plan.
  case otherInputs
}
