/// What a sweep carries out: runs in a fixed order, and everything that decides what they find. Two sweeps of
/// equal plans give equal results, bit for bit, whatever machine, number of threads, order, shards or
/// interruptions.
///
/// Runner, journal, results, shards and merging know plans by this alone. A new kind of sweep is a plan, what
/// its runs measure (`MeasuredValue`), something that measures them (`RunProber`) and a layout for its results
/// (`ResultsFile`).
public protocol SweepPlan: Codable, Sendable {
  /// Where a run lies in the plan. With the plan it determines everything about the run.
  associatedtype Run: Codable & Hashable & Sendable
  associatedtype Value: MeasuredValue
  associatedtype Failure: RunFailure
  /// What runs that belong together have in common.
  associatedtype LineupKey: Hashable

  /// The kind of plan, as results files and journals name it: "memprobe divergence".
  static var format: String { get }

  /// Everything that decides what the runs find, each with text that is equal for equal values only. Never
  /// change the fields of a plan, their order or their text: stored results carry fingerprints made of them.
  var fields: [(field: PlanField, exactText: String)] { get }

  /// Number of runs, known without making them.
  var runCount: Int { get }
  /// Every run, in the order of results files.
  var coordinates: [Run] { get }

  /// Runs of equal keys are fed the same inputs, and measured together where that serves.
  func lineupKey(of run: Run) -> LineupKey
  /// Estimated cost of a run, in fused multiply-adds.
  func cost(of run: Run) -> Double
  /// Estimated memory of measuring a run at the peak, in bytes.
  func bytes(of run: Run) -> Double
  /// Estimated memory of a run's record, in bytes.
  var recordBytes: Double { get }

  /// Whether a run of this plan can have measured this value.
  func accepts(_ value: Value) -> Bool
}
