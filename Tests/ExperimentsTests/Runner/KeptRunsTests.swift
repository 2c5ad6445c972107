import Foundation
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

/// What is kept of runs that are under way, and sweeps that take it up.
@Suite struct KeptRunsTests {
  private let folder: TemporaryFolder
  private let plan: Plan<Divergence>
  private let output: String

  init() throws {
    folder = try TemporaryFolder()
    plan = try Example.plan(hiddenSizes: [3, 40], totalSteps: 4_000)
    output = folder.path("x.h5")
  }

  private func kept(_ shard: Shard = .whole, of plan: Plan<Divergence>? = nil) -> KeptRuns<Divergence> {
    KeptRuns(besides: output, plan: plan ?? self.plan, shard: shard)
  }

  /// Runs a sweep that stops when it has been asked so often whether to.
  ///
  /// - Returns: whether it is done; and what it noticed.
  private func sweep(stopAfter most: Int, jobs: Int) throws -> (isDone: Bool, notices: [SweepNotice]) {
    let asked = Locked(0)
    var notices: [SweepNotice] = []
    do {
      _ = try Example.sweep(plan, to: output, jobs: jobs, prober: Prober(plan)).run(
        isCancelled: {
          asked.withLock { asked in
            asked += 1
            return asked > most
          }
        }, notice: { notices.append($0) }, progress: { _ in })
      return (true, notices)
    } catch is CancellationError {
      return (false, notices)
    }
  }

  @Test func stateAreReadAsTheyWereWritten() throws {
    let runs = plan.runs
    var written = kept()
    #expect(written.runs.isEmpty && !written.isDamaged)
    written.keep(runs[3], RunState(share: 0.25, bytes: [1, 2, 3]))
    written.keep(runs[5], RunState(share: 1, bytes: []))
    // Only told.
    written.keep(runs[6], RunState(share: 0.5))
    written.keep(runs[7], RunState(share: 0.5, bytes: [4]))
    written.remove(runs[7])
    try written.write()
    let read = kept()
    #expect(!read.isDamaged)
    #expect(
      read.runs == [
        runs[3]: RunState(share: 0.25, bytes: [1, 2, 3]), runs[5]: RunState(share: 1, bytes: []),
      ])

    let other = try Example.plan(seed: 8)
    #expect(kept(of: other).runs.isEmpty && !kept(of: other).isDamaged)
    let part = try Shard(index: 1, count: 2)
    #expect(kept(part).runs.isEmpty && !kept(part).isDamaged)

    let bytes = try bytes(of: read.path)
    for place in stride(from: 0, to: bytes.count, by: 5) {
      var damaged = bytes
      damaged[place] ^= 4
      try Data(damaged).write(to: URL(fileURLWithPath: read.path))
      #expect(kept().isDamaged && kept().runs.isEmpty)
      try Data(bytes.prefix(place)).write(to: URL(fileURLWithPath: read.path))
      #expect(kept().isDamaged && kept().runs.isEmpty)
    }

    for run in runs { written.remove(run) }
    try written.write()
    #expect(folder.names.isEmpty)
  }

  @Test func interruptedRunsAreTakenUpToTheSameBits() throws {
    let whole = folder.path("whole.h5")
    try Example.sweep(plan, to: whole, prober: Prober(plan)).run()
    var starts = 0
    var wasKept = false
    while try !sweep(stopAfter: 5, jobs: starts % 3 + 1).isDone, starts < 1_000 {
      starts += 1
      let found = kept()
      #expect(!found.isDamaged)
      wasKept = wasKept || found.runs.values.contains { 0.01...0.99 ~= $0.share }
    }
    #expect(starts > 3 && wasKept)
    #expect(try bytes(of: output) == bytes(of: whole))
    #expect(Set(folder.names) == ["x.h5", "whole.h5"])
  }

  /// Every start takes something further, and what is left after each is of no matter to the end.
  @Test func interruptedTrainingsAreTakenUpToTheSameBits() throws {
    let plan = try MemorizationExample.plan(
      grid: MemorizationExample.grid([.gru], layers: [1]), recordsCurve: true, positions: [1, 4], repeats: 1
    ) { $0.epochs = 2_000 }
    func sweep(to output: String, jobs: Int) throws -> Sweep<Memorization> {
      try Sweep(
        plan: plan, shard: .whole, output: output, jobs: jobs, overwrites: false, failsFast: false,
        provenance: Example.provenance, prober: Prober(plan), availableMemory: 1e12)
    }
    let whole = folder.path("whole.h5")
    try sweep(to: whole, jobs: 1).run()
    func left() -> [[UInt8]?] { ["x.h5.journal", "x.h5.states"].map { try? bytes(of: folder.path($0)) } }
    var (starts, isDone, wasKept, before) = (0, false, false, left())
    while !isDone, starts < 1_000 {
      let asked = Locked(0)
      do {
        _ = try sweep(to: output, jobs: starts % 3 + 1).run(
          isCancelled: {
            asked.withLock { asked in
              asked += 1
              return asked > 5
            }
          }, progress: { _ in })
        isDone = true
      } catch is CancellationError {
        starts += 1
        let kept = KeptRuns(besides: output, plan: plan, shard: .whole)
        #expect(!kept.isDamaged)
        wasKept = wasKept || kept.runs.values.contains { 0.01...0.99 ~= $0.share }
        #expect(left() != before, "start \(starts)")
        before = left()
      }
    }
    #expect(isDone && starts > 3 && wasKept)
    #expect(try bytes(of: output) == bytes(of: whole))
    #expect(Set(folder.names) == ["x.h5", "whole.h5"])
  }

  @Test func interruptedRunsOfOtherMeasuresAreTakenUpToTheSameBits() throws {
    let grid = Example.grid(hiddenSizes: [12], inputSizes: [1])
    try expectNoDifference(
      Plan<Capacity>(
        subjects: .drawn(grid), repeats: 2,
        settings: CapacitySettings(
          washoutSteps: 300, trainingSteps: 8_000, testSteps: 7_000, maximumDelay: 9),
        seed: 7))
    try expectNoDifference(
      Plan<Recall>(
        subjects: .drawn(grid), repeats: 2,
        settings: RecallSettings(
          totalSteps: 9_000, sequences: 9, trainingSequences: 20, magnitudes: [0.5, 2]), seed: 7))
  }

  /// A sweep that is stopped again and again ends in the same file as one that nobody disturbed.
  private func expectNoDifference<M: Measure>(_ plan: Plan<M>) throws {
    func sweep(to path: String, stopAfter most: Int = .max, jobs: Int = 2) throws -> Bool {
      let asked = Locked(0)
      do {
        _ = try Sweep(
          plan: plan, shard: .whole, output: path, jobs: jobs, overwrites: false, failsFast: true,
          provenance: Example.provenance, prober: Prober(plan), availableMemory: 1e12
        ).run(
          isCancelled: {
            asked.withLock { asked in
              asked += 1
              return asked > most
            }
          }, progress: { _ in })
        return true
      } catch is CancellationError {
        return false
      }
    }
    let (whole, parts) = (folder.path("\(M.name).h5"), folder.path("\(M.name)-parts.h5"))
    #expect(try sweep(to: whole))
    var (starts, wasKept) = (0, false)
    while try !sweep(to: parts, stopAfter: 4, jobs: starts % 3 + 1), starts < 1_000 {
      starts += 1
      let found = KeptRuns(besides: parts, plan: plan, shard: .whole)
      #expect(!found.isDamaged)
      wasKept = wasKept || found.runs.values.contains { 0.01...0.99 ~= $0.share }
    }
    #expect(starts > 3 && wasKept)
    #expect(try bytes(of: parts) == bytes(of: whole))
  }

  @Test func damagedStatesAreNoticed() throws {
    #expect(try !sweep(stopAfter: 9, jobs: 1).isDone)
    let path = kept().path
    var bytes = try bytes(of: path)
    bytes[bytes.count / 2] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let (isDone, notices) = try sweep(stopAfter: .max, jobs: 1)
    #expect(isDone)
    #expect(notices == [.damagedStates(path: path)])
    #expect(folder.names == ["x.h5"])
  }

  /// So that no more is lost with the machine than what was measured since.
  @Test func statesAreKeptNowAndThen() throws {
    let plan = try Example.plan(hiddenSizes: [40], totalSteps: 400_000)
    var sweep = try Example.sweep(plan, to: output, jobs: 1, prober: Prober(plan))
    sweep.keepingInterval = .zero
    let wasKept = Locked(false)
    var progress: [Double] = []
    #expect(throws: CancellationError.self) {
      try sweep.run(isCancelled: { wasKept.withLock { $0 } }) {
        progress.append($0.finishedCost)
        if !kept(of: plan).runs.isEmpty { wasKept.withLock { $0 = true } }
      }
    }
    #expect(progress == progress.sorted())
    let last = try #require(progress.last)
    #expect(last > 0)

    // What was resumed counts, but not as gained.
    var first: SweepProgress?
    #expect(throws: CancellationError.self) {
      try Example.sweep(plan, to: output, jobs: 1, prober: Prober(plan)).run(isCancelled: { true }) {
        first = first ?? $0
      }
    }
    let resumed = try #require(first)
    #expect(resumed.finishedCost > 0 && resumed.resumedCost == resumed.finishedCost)
    #expect(abs(resumed.finishedCost - last) < 1e-9)
  }
}

@Suite struct DeadlineTests {
  @Test(arguments: [
    ("55m", 3300.0), ("1h30m", 5400), ("90s", 90), ("90", 90), ("2h", 7200), ("1m1", 61), ("1h1m1s", 3661),
  ])
  func timesAreRead(text: String, seconds: Double) {
    #expect(TimeLimit(text)?.duration == .seconds(seconds))
  }

  @Test(arguments: ["", "0", "0s", "m", "1.5h", "-1", "1s1m", "1h ", "1d", "99999999999999999999", "1e3"])
  func othersAreNot(text: String) { #expect(TimeLimit(text) == nil) }

  @Test func aTenthOfTheTimeIsForStopping() throws {
    let start = ContinuousClock.now
    #expect(try #require(TimeLimit("20s")).deadline(from: start) == start + .seconds(18))
    #expect(try #require(TimeLimit("1h")).deadline(from: start) == start + .seconds(3590))
  }

  @Test func aPaceIsThatOfAllSoFar() {
    var pace = Pace()
    #expect(pace.time(for: 7) == nil)
    pace.add(10, in: .seconds(3))
    pace.add(30, in: .seconds(5))
    #expect(pace.time(for: 20) == .seconds(4))
  }

  /// Of a measure that keeps nothing of runs under way, those are begun that others say will end in time.
  @Test func whatWouldNotEndInTimeIsNotBegun() throws {
    let plan = try Plan<SleepingProber.M>(
      subjects: .drawn(Example.grid(hiddenSizes: [4])), repeats: 200, settings: .standard)
    let deadline = ContinuousClock.now + .seconds(2)
    let prober = SleepingProber()
    var workers = Workers(prober: prober, batches: plan.runs.map { Batch([$0], of: plan) }, jobs: 1)
    workers.deadline = deadline
    var completed = 0
    #expect(throws: CancellationError.self) {
      try workers.run(
        isCancelled: { false },
        completed: {
          completed += $0.count
          return true
        }, notice: { _ in }, tick: { _ in })
    }
    let begun = prober.begun.withLock { $0 }
    #expect((1..<plan.runCount) ~= completed && completed == begun.count)
    // Half of the time is left to a machine that has others to serve, too.
    for start in begun.dropFirst() { #expect(start + SleepingProber.time / 2 <= deadline) }
  }

  /// Threads that do not answer are not waited for.
  @Test func patienceEnds() throws {
    let plan = try Example.plan()
    let prober = DeafProber()
    defer { prober.end.signal() }
    var workers = Workers(prober: prober, batches: plan.runs.prefix(1).map { Batch([$0], of: plan) }, jobs: 1)
    workers.patience = .milliseconds(300)
    #expect(throws: CancellationError.self) {
      try workers.run(
        isCancelled: { true }, completed: { _ in true }, notice: { _ in }, tick: { _ in })
    }
  }
}

/// Takes its time for every run, whether or not it is to stop.
private final class SleepingProber: RunProber {
  typealias M = NewMeasureTests.MeanWeight

  static let time = Duration.milliseconds(100)
  let begun = Locked([ContinuousClock.Instant]())

  func measure(
    _ runs: [Run], threads: ThreadShare, isCancelled: @escaping @Sendable () -> Bool,
    underway: RunsUnderway<Run>, completed: (Run, Result<M.Value, M.Failure>) -> Void
  ) throws(CancellationError) {
    for run in runs {
      begun.withLock { $0.append(.now) }
      Thread.sleep(forTimeInterval: Self.time / .seconds(1))
      completed(run, .failure(.empty))
    }
  }
}

/// Goes on until somebody ends it.
private final class DeafProber: RunProber {
  typealias M = Divergence

  let end = DispatchSemaphore(value: 0)

  func measure(
    _ runs: [Run], threads: ThreadShare, isCancelled: @escaping @Sendable () -> Bool,
    underway: RunsUnderway<Run>, completed: (Run, Result<DivergenceMeasurement, DivergenceError>) -> Void
  ) throws(CancellationError) {
    end.wait()
    throw CancellationError()
  }
}
