/// A capacity plan that cannot be carried out.
public enum CapacityPlanError: Error, Equatable {
  /// Fitting takes more training steps than the largest network has units.
  case tooFewTrainingSteps(found: Int, least: Int)
  /// Given networks by repeats. Allowed: at most `Grid.mostRuns`. A floating-point number so that it cannot
  /// overflow.
  case tooManyRuns(Double)
}
