/// What a divergence sweep, or a part of one, has found so far.
public struct DivergenceResults: Sendable {
  public let plan: DivergencePlan
  /// The part of the plan that these results are of.
  public let shard: Shard
  /// Finished runs, all of them of the shard.
  public let records: [RunCoordinates: RunRecord]
  /// The runs of the shard, in the order of the axes.
  private let expected: [RunCoordinates]

  /// - Parameter records: finished runs, measured with the plan's settings; those that are not of the shard
  ///   are left out.
  public init(plan: DivergencePlan, shard: Shard = .whole, records: [RunCoordinates: RunRecord]) {
    self.plan = plan
    self.shard = shard
    expected = plan.coordinates(of: shard)
    let members = Set(expected)
    self.records = records.filter { members.contains($0.key) }
  }

  /// Runs of the shard that are not finished, in the order of the axes.
  public var missing: [RunCoordinates] {
    expected.filter { records[$0] == nil }
  }

  /// Runs that failed, in the order of the axes, with their reasons.
  public var failed: [(run: RunCoordinates, reason: String)] {
    expected.compactMap { run in
      guard case .failed(let reason) = records[run] else { return nil }
      return (run, reason)
    }
  }

  public var isComplete: Bool { records.count == expected.count }
}
