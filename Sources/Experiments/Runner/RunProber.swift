/// Something that measures the runs of a plan: `DivergenceProbe`, say, or a stand-in for it in tests.
public protocol RunProber<Plan>: Sendable {
  associatedtype Plan: SweepPlan

  /// Measures runs of one lineup, which are fed the same inputs, and reports each exactly once, in any order. Called from several threads at a time.
  ///
  /// - Throws: `CancellationError` soon after `isCancelled` turns true; runs not reported by then have no
  ///   result.
  func measure(
    _ runs: [Plan.Run], isCancelled: () -> Bool,
    completed: (Plan.Run, Result<Plan.Value, Plan.Failure>) -> Void
  ) throws(CancellationError)
}
