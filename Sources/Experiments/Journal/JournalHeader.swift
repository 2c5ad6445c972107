/// The first line of a journal: whose runs follow.
struct JournalHeader<Plan: SweepPlan>: Codable {
  /// Version of the journal's format.
  var journal: Int
  /// The kind of plan. Left out for grids of divergence runs, which had journals before there were other kinds.
  var format: String?
  var fingerprint: String
  var plan: Plan
  var shard: Shard

  init(plan: Plan, shard: Shard) {
    journal = JournalPreamble.currentVersion
    format = Plan.format == DivergencePlan.format ? nil : Plan.format
    fingerprint = plan.fingerprint
    self.plan = plan
    self.shard = shard
  }

  /// - Parameter line: without its newline.
  init(line: ArraySlice<UInt8>) throws(JournalProblem) {
    let format = try JournalPreamble(line: line).planFormat
    guard format == Plan.format else { throw .otherFormat(format) }
    self = try JournalLine.decode(Self.self, from: line)
    guard fingerprint == plan.fingerprint else { throw .wrongFingerprint(fingerprint) }
  }
}
