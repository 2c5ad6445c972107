/// What a sweep, or a part of one, has found so far.
public struct SweepResults<Plan: SweepPlan>: Sendable {
  public let plan: Plan
  /// The part of the plan that these results are of.
  public let shard: Shard
  /// Finished runs, all of them of the shard.
  public let records: [Plan.Run: SweepRecord<Plan.Value>]
  /// The runs of the shard, in the order of the plan.
  private let expected: [Plan.Run]

  /// - Parameter records: finished runs, measured with the plan's settings; those that are not of the shard
  ///   are left out.
  public init(
    plan: Plan, shard: Shard = .whole, records: [Plan.Run: SweepRecord<Plan.Value>]
  ) {
    self.plan = plan
    self.shard = shard
    expected = plan.coordinates(of: shard)
    let members = Set(expected)
    self.records = records.filter { members.contains($0.key) }
  }

  /// Runs of the shard that are not finished, in the order of the plan.
  public var missing: [Plan.Run] {
    expected.filter { records[$0] == nil }
  }

  /// Runs that failed, in the order of the plan, with their reasons.
  public var failed: [(run: Plan.Run, reason: String)] {
    expected.compactMap { run in
      guard case .failed(let reason) = records[run] else { return nil }
      return (run, reason)
    }
  }

  public var isComplete: Bool { records.count == expected.count }
}

/// What a divergence sweep over a grid has found so far.
public typealias DivergenceResults = SweepResults<DivergencePlan>
