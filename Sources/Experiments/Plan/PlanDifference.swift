/// What distinguishes two results that do not belong together.
public enum PlanDifference: Equatable, Sendable {
  /// The kinds of their plans, as files name them.
  case format(String, String)
  /// The first field in which the plans differ.
  case field(PlanField)
  /// The plans are equal, but the results are of different parts.
  case shard(Shard, Shard)
}
