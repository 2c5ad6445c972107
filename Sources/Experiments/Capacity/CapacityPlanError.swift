/// A capacity plan that cannot be carried out.
public enum CapacityPlanError: Error, Equatable {
  /// Fitting takes more training steps than the largest network has units.
  case tooFewTrainingSteps(found: Int, least: Int)
}
