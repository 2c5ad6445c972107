/// A memorization plan that cannot be carried out.
public enum MemorizationPlanError: Error, Equatable {
  /// Allowed: finite and greater than 0.
  case learnedBelow(Double)
}
