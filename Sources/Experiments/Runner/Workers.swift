import Dispatch
import Foundation
import MemoryMeasures
import RecurrentNetworks

/// Threads that measure batches and hand what they find to the one thread that called `run`.
struct Workers<M: Measure> {
  let prober: any RunProber<M>
  let batches: [Batch<M>]
  let jobs: Int
  /// Of runs that were interrupted before.
  var kept: [Run: RunState] = [:]
  /// When to have stopped; nil for when all is done.
  var deadline: ContinuousClock.Instant?
  /// How often what is under way is kept.
  var keepingInterval = Duration.seconds(120)
  /// How long threads that do not answer are waited for once they are to stop.
  var patience = Duration.seconds(3)

  typealias Completion = (run: Run, result: Result<M.Value, M.Failure>)

  /// Between two calls of `tick` at most.
  private static var tickMilliseconds: Int { 100 }
  /// For so long what is found is gathered before it is taken: waking for every tiny run takes longer than the run.
  private static var gatheringSeconds: Double { 0.005 }

  /// Measures every batch, in order, and returns when all threads are done.
  ///
  /// - Parameters:
  ///   - isCancelled: asked by every thread.
  ///   - completed: given all results, as they come, on the calling thread, and returns whether to go on. What it throws
  ///     stops all threads, too, and is then given nothing more.
  ///   - notice: told, on the calling thread, when there are fewer threads than jobs.
  ///   - tick: called on the calling thread at least ten times a second, with what is new of runs that are under way. What
  ///     it throws stops all threads, too.
  /// - Throws: `SweepError.noThreads` if not one thread can be made; what `completed` and `tick` throw;
  ///   `CancellationError` if a batch was not finished, or not begun for want of time. Everything measured until then has
  ///   been given to `completed`, and how far the rest is to `tick`. A thread that is in the middle of something long, such
  ///   as a factorisation, is left to it.
  func run(
    isCancelled: @escaping @Sendable () -> Bool, completed: ([Completion]) throws -> Bool,
    notice: (SweepNotice) -> Void, tick: ([Run: RunState]) throws -> Void
  ) throws {
    let wanted = min(jobs, batches.count)
    let exchange = Exchange<M>(workers: wanted)
    // Workers that are left share the jobs of those that found nothing more to do.
    let threads = ThreadShare(most: jobs) { [jobs] in jobs / max(1, exchange.busyWorkers) }
    let isOver: @Sendable () -> Bool = { [deadline] in
      exchange.isStopped || isCancelled() || deadline.map { $0 <= .now } ?? false
    }
    var started = 0
    while started < wanted {
      let isStarted = Threads.start { work(threads, exchange, isOver) }
      guard isStarted else { break }
      started += 1
    }
    for _ in started..<wanted { exchange.workerIsDone() }
    guard started > 0 || wanted == 0 else { throw SweepError.noThreads }
    if started < wanted { notice(.fewerThreads(started, wanted: wanted)) }

    var failure: (any Error)?
    var stop: ContinuousClock.Instant?
    var isFinished = false
    while !isFinished {
      _ = exchange.arrivals.wait(timeout: .now() + .milliseconds(Self.tickMilliseconds))
      if exchange.busyWorkers > 0 { Thread.sleep(forTimeInterval: Self.gatheringSeconds) }
      let (completions, underway, busyWorkers) = exchange.collect()
      isFinished = busyWorkers == 0
      do {
        if failure == nil {
          if try !completions.isEmpty && !completed(completions) { exchange.stop() }
          try tick(underway)
        }
      } catch {
        failure = error
        exchange.stop()
      }
      if stop == nil, isOver() { stop = .now }
      if let stop, !isFinished, stop.duration(to: .now) > patience {
        exchange.cancel()
        isFinished = true
      }
    }
    if let failure { throw failure }
    if exchange.wasCancelled { throw CancellationError() }
  }

  private func work(_ threads: ThreadShare, _ exchange: Exchange<M>, _ isOver: @escaping @Sendable () -> Bool)
  {
    var (lastTold, lastKept) = (ContinuousClock.now, ContinuousClock.now)
    let underway = RunsUnderway<Run>(
      kept: { kept[$0]?.bytes },
      isDue: {
        let now = ContinuousClock.now
        let isDue = (
          telling: lastTold.duration(to: now) >= .milliseconds(Self.tickMilliseconds),
          keeping: lastKept.duration(to: now) >= keepingInterval
        )
        if isDue.telling { lastTold = now }
        if isDue.keeping { lastKept = now }
        return isDue
      },
      advanced: { exchange.deliver($0, RunState(share: $1)) },
      keep: { exchange.deliver($0, RunState(share: $1, bytes: $2)) })
    while let index = exchange.takeBatch(of: batches.count, where: { mayBegin(batches[$0], at: $1) }) {
      let (batch, start) = (batches[index], ContinuousClock.now)
      do throws(CancellationError) {
        try prober.measure(
          batch.runs, threads: threads, isCancelled: isOver, underway: underway,
          completed: { exchange.deliver(($0, $1)) })
        exchange.finished(batch.cost, in: start.duration(to: .now))
      } catch {
        exchange.cancel()
      }
    }
    exchange.workerIsDone()
  }

  /// Whether a batch is to be expected to end in time, as far as others tell; or what is measured of it is kept.
  private func mayBegin(_ batch: Batch<M>, at pace: Pace) -> Bool {
    guard let deadline, !M.keepsRuns, let time = pace.time(for: batch.cost) else { return true }
    return ContinuousClock.now + time <= deadline
  }
}

/// How far a run is that is under way.
struct RunState: Equatable, Sendable {
  /// Of its work, 0 ... 1.
  var share: Double
  /// From which it can be taken up; nil where it is only told how far it is.
  var bytes: [UInt8]?
}

/// What work takes.
struct Pace: Sendable {
  private var work = 0.0
  private var time = Duration.zero

  mutating func add(_ work: Double, in time: Duration) {
    self.work += work
    self.time += time
  }

  /// To be expected; nil as long as nothing was measured.
  func time(for work: Double) -> Duration? { self.work > 0 ? time * (work / self.work) : nil }
}

/// What workers and the thread that waits for them share.
final class Exchange<M: Measure>: Sendable {
  private struct State {
    var nextBatch = 0
    var busyWorkers = 0
    var completions: [Workers<M>.Completion] = []
    var underway: [Run: RunState] = [:]
    var pace = Pace()
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
  ///
  /// - Parameter mayBegin: asked of a batch, at the pace so far; what may not is left for another time.
  func takeBatch(of count: Int, where mayBegin: (Int, Pace) -> Bool) -> Int? {
    state.withLock { state in
      while !state.isStopped, state.nextBatch < count {
        defer { state.nextBatch += 1 }
        if mayBegin(state.nextBatch, state.pace) { return state.nextBatch }
        state.wasCancelled = true
      }
      return nil
    }
  }

  /// A batch of so much work took so long.
  func finished(_ work: Double, in time: Duration) {
    state.withLock { $0.pace.add(work, in: time) }
  }

  func deliver(_ run: Run, _ runState: RunState) {
    state.withLock { state in
      // What was kept stays until there is something newer.
      state.underway[run] = RunState(
        share: runState.share, bytes: runState.bytes ?? state.underway[run]?.bytes)
    }
  }

  func deliver(_ completion: Workers<M>.Completion) {
    let isFirst = state.withLock { state in
      state.completions.append(completion)
      return state.completions.count == 1
    }
    if isFirst { arrivals.signal() }
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
  func collect() -> (completions: [Workers<M>.Completion], underway: [Run: RunState], busyWorkers: Int) {
    state.withLock { state in
      defer { (state.completions, state.underway) = ([], [:]) }
      return (state.completions, state.underway, state.busyWorkers)
    }
  }

  /// Makes all workers stop soon.
  func stop() {
    state.withLock { $0.isStopped = true }
  }

  var wasCancelled: Bool { state.withLock { $0.wasCancelled } }
}
