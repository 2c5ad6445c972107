import Foundation
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

@Suite struct SweepTests {
  private let folder: TemporaryFolder
  private let plan: Plan<Divergence>
  private let output: String
  private var journal: String { output + ".journal" }

  init() throws {
    folder = try TemporaryFolder()
    plan = try Example.plan()
    output = folder.path("x.h5")
  }

  // MARK: Whole sweeps

  @Test(arguments: [1, 2, 5]) func measuresEveryRunOnce(jobs: Int) throws {
    let prober = FakeProber(plan)
    let results = try Example.sweep(plan, to: output, jobs: jobs, prober: prober).run()
    #expect(results.isComplete)
    #expect(plan.agree(results.records, Example.records(of: plan)))
    #expect(prober.completed.count == plan.runCount)
    #expect(Set(prober.completed) == Set(plan.runs))
    #expect(try plan.agree(read(output).records, results.records))
    #expect(folder.names == ["x.h5"])
  }

  @Test func makesTheFoldersItNeeds() throws {
    let deep = folder.path("a/b/x.h5")
    try Example.sweep(plan, to: deep, prober: FakeProber(plan)).run()
    #expect(fileExists(deep))
  }

  @Test func realRunsDoNotDependOnThreadsOrShards() throws {
    for precision in Precision.allCases {
      let plan = try Example.plan(precision: precision)
      func records(_ name: String, shard: Shard = .whole, jobs: Int) throws -> [Run: Record<
        DivergenceMeasurement
      >] {
        let path = folder.path("\(precision)-\(name)")
        return try Example.sweep(
          plan, to: path, shard: shard, jobs: jobs, prober: Prober(plan)
        ).run().records.filter { _ in true }
      }
      let one = try records("one", jobs: 1)
      #expect(one.count == plan.runCount)
      #expect(try plan.agree(records("four", jobs: 4), one))
      #expect(
        try bytes(of: folder.path("\(precision)-one")) == bytes(of: folder.path("\(precision)-four")))
      var joined: [Run: Record<DivergenceMeasurement>] = [:]
      for index in 1...3 {
        joined.merge(try records("\(index)", shard: Shard(index: index, count: 3), jobs: 2)) { $1 }
      }
      #expect(plan.agree(joined, one))

      let single = try Plan<Divergence>(
        subjects: .drawn(Example.grid(cells: [.gru], hiddenSizes: [3], inputSizes: [5])), repeats: 1,
        settings: plan.settings, seed: plan.seed, precision: precision)
      let run = Example.run(.gru, hidden: 3, input: 5)
      let alone = try Example.sweep(
        single, to: folder.path("\(precision)-single"), prober: Prober(single)
      ).run()
      #expect(plan.agree(alone.records, [run: try #require(one[run])]))
    }
  }

  // MARK: Interruptions

  /// Interrupts a sweep after so many runs.
  private func interrupt(after count: Int, to path: String? = nil) throws {
    let prober = FakeProber(plan, stallsAfter: count)
    let sweep = try Example.sweep(plan, to: path ?? output, prober: prober)
    let deadline = ContinuousClock.now + .seconds(20)
    #expect(throws: CancellationError.self) {
      try sweep.run(
        isCancelled: { prober.completed.count >= count || ContinuousClock.now > deadline },
        progress: { _ in })
    }
    #expect(prober.completed.count == count)
  }

  @Test func resumesAfterAnInterruptionAnywhere() throws {
    try Example.sweep(plan, to: folder.path("whole.h5"), prober: FakeProber(plan)).run()
    for count in 0..<plan.runCount {
      let path = folder.path("\(count).h5")
      try interrupt(after: count, to: path)
      #expect(!fileExists(path))
      #expect(try read(path).records.count == count)

      let prober = FakeProber(plan)
      let results = try Example.sweep(plan, to: path, prober: prober).run()
      #expect(prober.completed.count == plan.runCount - count)
      #expect(plan.agree(results.records, Example.records(of: plan)))
      #expect(!fileExists(path + ".journal"))
      #expect(try bytes(of: path) == bytes(of: folder.path("whole.h5")))
    }
  }

  @Test func aCompleteOutputIsNotMeasuredAgain() throws {
    try Example.sweep(plan, to: output, prober: FakeProber(plan)).run()
    let before = try bytes(of: output)
    let prober = FakeProber(plan)
    let results = try Example.sweep(plan, to: output, prober: prober).run()
    #expect(results.isComplete)
    #expect(prober.lineups.isEmpty)
    #expect(try bytes(of: output) == before)
    #expect(folder.names == ["x.h5"])
  }

  @Test func onlyWhatAnIncompleteOutputLacksIsMeasured() throws {
    let part = Example.records(of: plan).filter { $0.key.repeatIndex == 0 }
    try Results(plan: plan, records: part).write(to: output, provenance: Example.provenance)
    let prober = FakeProber(plan)
    let results = try Example.sweep(plan, to: output, prober: prober).run()
    #expect(Set(prober.completed) == Set(plan.runs.filter { $0.repeatIndex == 1 }))
    #expect(plan.agree(results.records, Example.records(of: plan)))
    #expect(try read(output).isComplete)
  }

  @Test func aCompleteJournalBecomesTheOutput() throws {
    do {
      let journal = try Journal(journal, plan: plan, shard: .whole, overwrites: false)
      try journal.begin()
      for (run, record) in Example.records(of: plan) { try journal.append(run, record) }
    }
    let prober = FakeProber(plan)
    try Example.sweep(plan, to: output, prober: prober).run()
    #expect(prober.lineups.isEmpty)
    #expect(try plan.agree(read(output).records, Example.records(of: plan)))
    #expect(folder.names == ["x.h5"])
  }

  // MARK: Failures

  @Test func failedRunsAreRecordedAndKept() throws {
    let failing: Set = [Example.run(.lstm, hidden: 3), Example.run(.gru, input: 5, repeat: 1)]
    let prober = FakeProber(plan, failing: failing)
    let results = try Example.sweep(plan, to: output, prober: prober).run()
    #expect(results.isComplete)
    #expect(Set(results.failed.map(\.run)) == failing)
    #expect(results.failed.allSatisfy { $0.reason == "output not finite at shared step 12" })
    let read = try read(output)
    #expect(plan.agree(read.records, results.records))
    #expect(
      try plan.agree(Example.sweep(plan, to: output, prober: FakeProber(plan)).run().records, results.records)
    )
  }

  @Test func failFastStopsAndKeepsWhatIsFinished() throws {
    let failing = Example.run(.gru, hidden: 3, input: 5, repeat: 1)
    let expected = SweepError.runFailed(
      plan.label(of: failing), reason: "output not finite at shared step 12")
    let prober = FakeProber(plan, failing: [failing])
    #expect(throws: expected) {
      try Example.sweep(plan, to: output, jobs: 1, failsFast: true, prober: prober).run()
    }
    #expect(!fileExists(output))
    let kept = try read(output)
    #expect(Set(kept.records.keys) == Set(prober.completed))
    #expect(kept.failed.map(\.run) == [failing])
    // Again: the failure is known, nothing is measured.
    let second = FakeProber(plan)
    #expect(throws: expected) {
      try Example.sweep(plan, to: output, failsFast: true, prober: second).run()
    }
    #expect(second.lineups.isEmpty)
    #expect(try Example.sweep(plan, to: output, prober: second).run().failed.map(\.run) == [failing])
  }

  @Test func refusesJobsOutOfRange() {
    for jobs in [0, -1, 1025] {
      #expect(throws: SweepError.jobs(jobs)) {
        try Example.sweep(plan, to: output, jobs: jobs, prober: FakeProber(plan))
      }
    }
  }

  @Test func refusesWhatMemoryCannotHoldBeforeAnythingElse() throws {
    let large = try Example.plan(hiddenSizes: [1, 2_000_000_000])
    #expect {
      try Example.sweep(large, to: output, prober: FakeProber(large), availableMemory: 1e12).run()
    } throws: { error in
      guard case SweepError.notEnoughMemory(let needed, let available) = error else { return false }
      return needed > 1e18 && available == 1e12
    }
    let many = try Example.plan(repeats: 1_000_000)
    #expect(throws: SweepError.self) {
      try Example.sweep(many, to: output, prober: FakeProber(many), availableMemory: 1e9).run()
    }
    #expect(folder.names.isEmpty)
  }

  // MARK: Progress

  @Test func progressCountsUp() throws {
    try interrupt(after: 5)
    let failing = try #require(
      plan.runs.first { try read(output).records[$0] == nil })
    var reports: [SweepProgress] = []
    _ = try Example.sweep(plan, to: output, prober: FakeProber(plan, failing: [failing])).run(
      isCancelled: { false }, progress: { reports.append($0) })
    let first = try #require(reports.first)
    let last = try #require(reports.last)
    #expect(first.finishedRuns == 5)
    #expect(first.resumedRuns == 5)
    #expect(first.totalRuns == 16)
    #expect(first.finishedCost == first.resumedCost)
    #expect(first.timeLeft == nil)
    #expect(last.finishedRuns == 16)
    #expect(last.resumedRuns == 5)
    #expect(last.failedRuns == 1)
    #expect(last.finishedCost == 1)
    #expect(last.timeLeft == .zero)
    #expect(zip(reports, reports.dropFirst()).allSatisfy { $0.finishedCost <= $1.finishedCost })
  }

  @Test func progressIsReportedWhileNothingIsFinished() throws {
    let prober = FakeProber(plan, stallsAfter: 0)
    let end = ContinuousClock.now + .seconds(1)
    var reports = 0
    #expect(throws: CancellationError.self) {
      try Example.sweep(plan, to: output, prober: prober).run(
        isCancelled: { ContinuousClock.now > end }, progress: { _ in reports += 1 })
    }
    #expect(reports >= 5)
  }
}
