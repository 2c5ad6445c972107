import Dispatch

/// What workers and the thread that waits for them share.
final class Exchange<Plan: SweepPlan>: Sendable {
  private struct State {
    var nextBatch = 0
    var busyWorkers: Int
    var completions: [Workers<Plan>.Completion] = []
    var isStopped = false
    var wasCancelled = false
  }

  let workers: Int
  /// Signalled whenever there is something to collect.
  let arrivals = DispatchSemaphore(value: 0)
  private let state: Locked<State>

  init(workers: Int) {
    self.workers = workers
    state = Locked(State(busyWorkers: workers))
  }

  // MARK: Workers

  /// The next batch that nobody has taken; nil if there is none, or none should be begun any more.
  func takeBatch(of count: Int) -> Int? {
    state.withLock { state in
      guard !state.isStopped, state.nextBatch < count else { return nil }
      defer { state.nextBatch += 1 }
      return state.nextBatch
    }
  }

  func deliver(_ completion: Workers<Plan>.Completion) {
    state.withLock { $0.completions.append(completion) }
    arrivals.signal()
  }

  /// A batch was given up: nobody begins another.
  func cancel() {
    state.withLock {
      $0.isStopped = true
      $0.wasCancelled = true
    }
  }

  func workerIsDone() {
    state.withLock { $0.busyWorkers -= 1 }
    arrivals.signal()
  }

  var isStopped: Bool { state.withLock { $0.isStopped } }

  // MARK: The waiting thread

  /// What was delivered since the last call, and how many workers are still at it.
  func collect() -> (completions: [Workers<Plan>.Completion], busyWorkers: Int) {
    state.withLock { state in
      defer { state.completions = [] }
      return (state.completions, state.busyWorkers)
    }
  }

  /// Makes all workers stop soon.
  func stop() {
    state.withLock { $0.isStopped = true }
  }

  var wasCancelled: Bool { state.withLock { $0.wasCancelled } }
}
