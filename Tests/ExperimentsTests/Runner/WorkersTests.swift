import Foundation
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

@Suite struct WorkersTests {
  /// Two batches have two threads each of four; the one that takes longer has all four in the end.
  @Test func theLastAtWorkHaveTheThreadsOfTheOthers() throws {
    let plan = try Example.plan()
    let runs = Array(plan.runs.prefix(2))
    let prober = ThreadCountingProber(plan, longest: runs[1])
    let workers = Workers(prober: prober, batches: runs.map { Batch([$0], of: plan) }, jobs: 4)
    var completed: Set<Run> = []
    try workers.run(
      isCancelled: { false },
      completed: {
        completed.formUnion($0.map { $0.run })
        return true
      }, notice: { _ in Issue.record("there are enough threads") }, tick: { _ in })
    #expect(completed == Set(runs))
    #expect(prober.counts[runs[0]] == [2])
    #expect(prober.counts[runs[1]] == [2, 4])
  }
}

/// Notes how many threads it may use: while both runs go on, and then until that changes.
private final class ThreadCountingProber: RunProber {
  typealias M = Divergence

  private let plan: Plan<Divergence>
  private let longest: Run
  private let state = Locked([Run: [Int]]())

  init(_ plan: Plan<Divergence>, longest: Run) {
    self.plan = plan
    self.longest = longest
  }

  var counts: [Run: [Int]] { state.withLock { $0 } }

  func measure(
    _ runs: [Run], threads: ThreadShare, isCancelled: @escaping @Sendable () -> Bool,
    underway: RunsUnderway<Run>, completed: (Run, Result<DivergenceMeasurement, DivergenceError>) -> Void
  ) throws(CancellationError) {
    let run = runs[0]
    note(run, threads.now)
    wait { self.counts.count == 2 }
    if run == longest {
      wait { threads.now != 2 }
      note(run, threads.now)
    }
    completed(run, .success(Example.measurement(of: run, in: plan)))
  }

  private func note(_ run: Run, _ count: Int) { state.withLock { $0[run, default: []].append(count) } }

  /// For a minute at most.
  private func wait(until isTrue: () -> Bool) {
    let end = ContinuousClock.now + .seconds(60)
    while !isTrue(), ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.001) }
  }
}
