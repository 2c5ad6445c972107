import MemoryMeasures

@testable import Experiments

/// Measures nothing: gives every run the record of `Example`, and remembers what it was asked.
final class FakeProber: RunProber {
  typealias M = Divergence

  private struct State {
    var lineups: [[Run]] = []
    var completed: [Run] = []
  }

  private let plan: Plan<Divergence>
  private let failing: Set<Run>
  /// After how many runs nothing is completed any more, until cancelled.
  private let stallsAfter: Int
  private let state = Locked(State())

  init(_ plan: Plan<Divergence>, failing: Set<Run> = [], stallsAfter: Int = .max) {
    self.plan = plan
    self.failing = failing
    self.stallsAfter = stallsAfter
  }

  var lineups: [[Run]] { state.withLock { $0.lineups } }
  var completed: [Run] { state.withLock { $0.completed } }

  func measure(
    _ runs: [Run], jobs: Int, isCancelled: @escaping @Sendable () -> Bool,
    completed: (Run, Result<DivergenceMeasurement, DivergenceError>) -> Void
  ) throws(CancellationError) {
    state.withLock { $0.lineups.append(runs) }
    for run in runs {
      while true {
        if isCancelled() { throw CancellationError() }
        let mayComplete = state.withLock { state in
          guard state.completed.count < stallsAfter else { return false }
          state.completed.append(run)
          return true
        }
        if mayComplete { break }
      }
      if failing.contains(run) {
        completed(run, .failure(.outputNotFinite(sharedStep: 12)))
      } else {
        completed(run, .success(Example.measurement(of: run, in: plan)))
      }
    }
  }
}
