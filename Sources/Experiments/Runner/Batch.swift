/// Runs that are measured together by one worker, in lockstep: all or some of a lineup.
struct Batch<Plan: SweepPlan> {
  var runs: [Plan.Run] = []
  /// Estimated, in fused multiply-adds.
  var cost = 0.0
  /// Estimated memory at the peak, in bytes.
  var bytes = 0.0

  /// An empty batch.
  init() {}

  init(_ run: Plan.Run, of plan: Plan) {
    runs = [run]
    cost = plan.cost(of: run)
    bytes = plan.bytes(of: run)
  }

  /// Memory that runs measured together may take, unless a single one takes more.
  static var mostBytes: Double { 64 * 1_048_576 }

  func hasRoom(for other: Batch) -> Bool {
    runs.isEmpty || bytes + other.bytes <= Self.mostBytes
  }

  mutating func add(_ other: Batch) {
    runs += other.runs
    cost += other.cost
    bytes += other.bytes
  }
}
