import Dispatch
import Foundation

/// Threads that measure batches and hand what they find to the one thread that called `run`.
struct Workers<Plan: SweepPlan> {
  let prober: any RunProber<Plan>
  let batches: [Batch<Plan>]
  let jobs: Int

  typealias Completion = (run: Plan.Run, result: Result<Plan.Value, Plan.Failure>)

  /// Between two calls of `tick` at most.
  private static var tickMilliseconds: Int { 100 }

  /// Measures every batch, in order, and returns when all threads are done.
  ///
  /// - Parameters:
  ///   - isCancelled: asked by every thread.
  ///   - completed: given every result, on the calling thread, and returns whether to go on. What it throws
  ///     stops all threads, too, and is then given nothing more.
  ///   - tick: called on the calling thread at least ten times a second, whether or not a run was completed.
  /// - Throws: what `completed` throws; `CancellationError` if a batch was not finished. Everything measured
  ///   until then has been given to `completed`.
  func run(
    isCancelled: @escaping @Sendable () -> Bool, completed: (Completion) throws -> Bool, tick: () -> Void
  ) throws {
    let exchange = Exchange<Plan>(workers: min(jobs, batches.count))
    for _ in 0..<exchange.workers {
      let thread = Thread { [prober, batches] in
        Self.work(on: batches, prober: prober, exchange: exchange, isCancelled: isCancelled)
      }
      thread.name = "measuring"
      thread.start()
    }

    var failure: (any Error)?
    var isFinished = false
    while !isFinished {
      _ = exchange.arrivals.wait(timeout: .now() + .milliseconds(Self.tickMilliseconds))
      let (completions, busyWorkers) = exchange.collect()
      isFinished = busyWorkers == 0
      for completion in completions where failure == nil {
        do {
          if try !completed(completion) { exchange.stop() }
        } catch {
          failure = error
          exchange.stop()
        }
      }
      tick()
    }
    if let failure { throw failure }
    if exchange.wasCancelled { throw CancellationError() }
  }

  private static func work(
    on batches: [Batch<Plan>], prober: any RunProber<Plan>, exchange: Exchange<Plan>,
    isCancelled: @Sendable () -> Bool
  ) {
    while let index = exchange.takeBatch(of: batches.count) {
      do throws(CancellationError) {
        try prober.measure(
          batches[index].runs, isCancelled: { exchange.isStopped || isCancelled() },
          completed: { exchange.deliver(($0, $1)) })
      } catch {
        exchange.cancel()
      }
    }
    exchange.workerIsDone()
  }
}
