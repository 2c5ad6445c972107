import Dispatch
import Foundation
import MemoryMeasures
import RecurrentNetworks

/// Threads that measure batches and hand what they find to the one thread that called `run`.
struct Workers<M: Measure> {
  let prober: any RunProber<M>
  let batches: [Batch<M>]
  let jobs: Int

  typealias Completion = (run: Run, result: Result<M.Value, M.Failure>)

  /// Between two calls of `tick` at most.
  private static var tickMilliseconds: Int { 100 }

  /// Measures every batch, in order, and returns when all threads are done.
  ///
  /// - Parameters:
  ///   - isCancelled: asked by every thread.
  ///   - completed: given every result, on the calling thread, and returns whether to go on. What it throws
  ///     stops all threads, too, and is then given nothing more.
  ///   - notice: told, on the calling thread, when there are fewer threads than jobs.
  ///   - tick: called on the calling thread at least ten times a second, whether or not a run was completed. What it
  ///     throws stops all threads, too.
  /// - Throws: `SweepError.noThreads` if not one thread can be made; what `completed` and `tick` throw; `CancellationError` if a batch was not finished. Everything measured
  ///   until then has been given to `completed`.
  func run(
    isCancelled: @escaping @Sendable () -> Bool, completed: (Completion) throws -> Bool,
    notice: (SweepNotice) -> Void, tick: () throws -> Void
  ) throws {
    let wanted = min(jobs, batches.count)
    let exchange = Exchange<M>(workers: wanted)
    // Workers that are left share the jobs of those that found nothing more to do.
    let threads = ThreadShare(most: jobs) { [jobs] in jobs / max(1, exchange.busyWorkers) }
    var started = 0
    while started < wanted {
      let isStarted = Threads.start { [prober, batches] in
        Self.work(
          on: batches, prober: prober, threads: threads, exchange: exchange, isCancelled: isCancelled)
      }
      guard isStarted else { break }
      started += 1
    }
    for _ in started..<wanted { exchange.workerIsDone() }
    guard started > 0 || wanted == 0 else { throw SweepError.noThreads }
    if started < wanted { notice(.fewerThreads(started, wanted: wanted)) }

    var failure: (any Error)?
    var isFinished = false
    while !isFinished {
      _ = exchange.arrivals.wait(timeout: .now() + .milliseconds(Self.tickMilliseconds))
      let (completions, busyWorkers) = exchange.collect()
      isFinished = busyWorkers == 0
      do {
        for completion in completions where failure == nil {
          if try !completed(completion) { exchange.stop() }
        }
        if failure == nil { try tick() }
      } catch {
        failure = error
        exchange.stop()
      }
    }
    if let failure { throw failure }
    if exchange.wasCancelled { throw CancellationError() }
  }

  private static func work(
    on batches: [Batch<M>], prober: any RunProber<M>, threads: ThreadShare, exchange: Exchange<M>,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    while let index = exchange.takeBatch(of: batches.count) {
      do throws(CancellationError) {
        try prober.measure(
          batches[index].runs, threads: threads, isCancelled: { exchange.isStopped || isCancelled() },
          completed: { exchange.deliver(($0, $1)) })
      } catch {
        exchange.cancel()
      }
    }
    exchange.workerIsDone()
  }
}

/// What workers and the thread that waits for them share.
final class Exchange<M: Measure>: Sendable {
  private struct State {
    var nextBatch = 0
    var busyWorkers = 0
    var completions: [Workers<M>.Completion] = []
    var isStopped = false
    var wasCancelled = false
  }

  /// Signalled whenever there is something to collect.
  let arrivals = DispatchSemaphore(value: 0)
  private let state: Locked<State>

  /// - Parameter workers: that are about to begin.
  init(workers: Int) { state = Locked(State(busyWorkers: workers)) }

  // MARK: Workers

  /// The next batch that nobody has taken; nil if there is none, or none should be begun any more.
  func takeBatch(of count: Int) -> Int? {
    state.withLock { state in
      guard !state.isStopped, state.nextBatch < count else { return nil }
      defer { state.nextBatch += 1 }
      return state.nextBatch
    }
  }

  func deliver(_ completion: Workers<M>.Completion) {
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

  /// Workers that have something to do.
  var busyWorkers: Int { state.withLock { $0.busyWorkers } }

  func workerIsDone() {
    state.withLock { $0.busyWorkers -= 1 }
    arrivals.signal()
  }

  var isStopped: Bool { state.withLock { $0.isStopped } }

  // MARK: The waiting thread

  /// What was delivered since the last call, and how many workers are still at it.
  func collect() -> (completions: [Workers<M>.Completion], busyWorkers: Int) {
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
