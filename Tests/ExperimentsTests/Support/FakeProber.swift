import MemoryMeasures

@testable import Experiments

/// Measures nothing: gives every run the record of `Example`, and remembers what it was asked.
final class FakeProber: RunProber {
  typealias Plan = DivergencePlan

  private struct State {
    var lineups: [[RunCoordinates]] = []
    var completed: [RunCoordinates] = []
  }

  private let plan: DivergencePlan
  private let failing: Set<RunCoordinates>
  /// After how many runs nothing is completed any more, until cancelled.
  private let stallsAfter: Int
  private let state = Locked(State())

  init(_ plan: DivergencePlan, failing: Set<RunCoordinates> = [], stallsAfter: Int = .max) {
    self.plan = plan
    self.failing = failing
    self.stallsAfter = stallsAfter
  }

  var lineups: [[RunCoordinates]] { state.withLock { $0.lineups } }
  var completed: [RunCoordinates] { state.withLock { $0.completed } }

  func measure(
    _ runs: [RunCoordinates], isCancelled: () -> Bool,
    completed: (RunCoordinates, Result<DivergenceMeasurement, DivergenceError>) -> Void
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
