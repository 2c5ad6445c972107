/// Parts that cannot be joined.
public enum MergeError: Error, Equatable {
  case noParts
  /// Results of a kind that is measured in one piece.
  case notDivided(path: String)
  /// Two parts of different plans, and the first field that differs.
  case differentPlans(String, String, field: PlanField)
  /// Two parts hold different records of the same run.
  case disagreement(AnyRun, String, String)
}
