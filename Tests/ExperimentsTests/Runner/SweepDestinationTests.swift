import Files
import Foundation
import MemoryMeasures
import Testing
import TestSupport

@testable import Experiments

/// What a sweep does where something else is in its way.
@Suite struct SweepDestinationTests {
  private let folder: TemporaryFolder
  private let plan: Plan<Divergence>
  private let output: String
  private var journal: String { output + ".journal" }

  init() throws {
    folder = try TemporaryFolder()
    plan = try Example.plan()
    output = folder.path("x.h5")
  }

  private func writeJournal(_ path: String, of plan: Plan<Divergence>, runs count: Int) throws {
    let journal = try Journal(path, plan: plan, shard: .whole, overwrites: false)
    try journal.begin()
    for run in plan.runs.prefix(count) {
      try journal.append(run, .measured(Example.measurement(of: run, in: plan)))
    }
  }

  @Test func refusesAnotherPlansOutput() throws {
    try Example.sweep(plan, to: output, prober: FakeProber(plan)).run()
    let before = try bytes(of: output)
    let other = try Example.plan(seed: 8)
    let prober = FakeProber(other)
    #expect(throws: SweepOutputError.outputHoldsOtherPlan(path: output, difference: .key("seed"))) {
      try Example.sweep(other, to: output, prober: prober).run()
    }
    #expect(prober.lineups.isEmpty)
    #expect(try bytes(of: output) == before)
    #expect(folder.names == ["x.h5"])

    try Example.sweep(other, to: output, overwrites: true, prober: prober).run()
    #expect(try read(output).plan == other)
  }

  @Test func refusesAnotherPartsOutput() throws {
    let first = try Shard("1/2")
    let second = try Shard("2/2")
    try Example.sweep(plan, to: output, shard: first, prober: FakeProber(plan)).run()
    #expect(throws: SweepOutputError.outputHoldsOtherPlan(path: output, difference: .shard(first, second))) {
      try Example.sweep(plan, to: output, shard: second, prober: FakeProber(plan)).run()
    }
    // The whole contains the part.
    let prober = FakeProber(plan)
    #expect(try Example.sweep(plan, to: output, prober: prober).run().isComplete)
    #expect(Set(prober.completed) == Set(plan.runs(of: second)))
  }

  @Test func refusesAnotherPlansJournal() throws {
    let other = try Example.plan(seed: 8)
    try writeJournal(journal, of: other, runs: 3)
    let before = try bytes(of: journal)
    #expect(throws: SweepOutputError.journalHoldsOtherPlan(path: journal, difference: .key("seed"))) {
      try Example.sweep(plan, to: output, prober: FakeProber(plan)).run()
    }
    #expect(try bytes(of: journal) == before)
    #expect(try Example.sweep(plan, to: output, overwrites: true, prober: FakeProber(plan)).run().isComplete)
    #expect(folder.names == ["x.h5"])
  }

  @Test func overwritingStillResumesItsOwnJournal() throws {
    try Example.sweep(Example.plan(seed: 8), to: output, prober: FakeProber(plan)).run()
    try writeJournal(journal, of: plan, runs: 5)
    let prober = FakeProber(plan)
    try Example.sweep(plan, to: output, overwrites: true, prober: prober).run()
    #expect(prober.completed.count == plan.runCount - 5)
    #expect(try read(output).plan == plan)
  }

  @Test func refusesFilesThatAreNoResults() throws {
    for content in ["", "notes", "\u{89}HDF\r\n\u{1a}\n and no more"] {
      try writeBytes(content.unicodeScalars.map { UInt8($0.value) }, to: output)
      #expect(throws: SweepOutputError.outputNotResults(path: output)) {
        try Example.sweep(plan, to: output, prober: FakeProber(plan)).run()
      }
      #expect(try bytes(of: output).count == content.unicodeScalars.count)
      #expect(folder.names == ["x.h5"])
    }
    #expect(try Example.sweep(plan, to: output, overwrites: true, prober: FakeProber(plan)).run().isComplete)
  }

  @Test func refusesPlacesThatCannotBeWritten() throws {
    let prober = FakeProber(plan)
    func error(_ path: String) -> OutputError? {
      do {
        try Example.sweep(plan, to: path, prober: prober).run()
        return nil
      } catch {
        return error as? OutputError
      }
    }
    try writeBytes([1], to: folder.path("file"))
    #expect(
      error(folder.path("file/x.h5"))
        == .cannotCreateDirectory(path: folder.path("file"), SystemError(code: ENOTDIR)))
    #expect(error(folder.url.path) == .notAFile(path: folder.url.path))
    #expect(error(folder.path("new/")) == .notAFile(path: folder.path("new/")))
    #expect(error("/dev/null") == .notAFile(path: "/dev/null"))
    #expect(error("") == .cannotOpen(path: "", SystemError(code: ENOENT)))
    let long = folder.path(String(repeating: "x", count: 250))
    #expect(error(long) == .cannotOpen(path: long + ".journal", SystemError(code: ENAMETOOLONG)))
    #expect(prober.lineups.isEmpty)
    #expect(folder.names == ["file"])
  }

  @Test func oneSweepAtATime() throws {
    let first = try Journal(journal, plan: plan, shard: .whole, overwrites: false)
    #expect(throws: OutputError.inUse(path: journal, by: FileClaim.owner(at: output + ".lock"))) {
      try Example.sweep(plan, to: output, prober: FakeProber(plan)).run()
    }
    withExtendedLifetime(first) {}
  }
}

/// A disk that is full, by way of the limit that the system puts on the size of a file: a write that crosses
/// it is cut short and the next one fails, exactly as on a full disk. The limit is far above what other tests
/// write, since it holds for the whole process.
@Suite(.serialized) struct FullDiskTests {
  private static let limit = 1_048_576

  private func withFullDisk<Value>(_ body: () throws -> Value) throws -> Value {
    signal(SIGXFSZ, SIG_IGN)
    var limits = rlimit()
    #expect(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits) == 0)
    let before = limits
    limits.rlim_cur = rlim_t(Self.limit)
    #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits) == 0)
    defer {
      limits = before
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
    }
    return try body()
  }

  @Test func theJournalSurvivesAndTheSweepResumes() throws {
    let folder = try TemporaryFolder()
    let output = folder.path("x.h5")
    let plan = try Example.plan(repeats: 100, totalSteps: 2_000_000_000, recordsCurve: true)
    #expect(throws: OutputError.cannotWrite(path: output + ".journal", SystemError(code: EFBIG))) {
      try withFullDisk { try Example.sweep(plan, to: output, prober: FakeProber(plan)).run() }
    }
    #expect(!fileExists(output))
    let journal = try bytes(of: output + ".journal")
    #expect(journal.count <= Self.limit)
    #expect(journal.last == UInt8(ascii: "\n"))
    let kept = try read(output).records.count
    #expect(kept > 100)

    let prober = FakeProber(plan)
    let results = try Example.sweep(plan, to: output, prober: prober).run()
    #expect(plan.agree(results.records, Example.records(of: plan)))
    #expect(prober.completed.count == plan.runCount - kept)
    #expect(folder.names == ["x.h5"])
  }

  @Test func resultsThatDoNotFitLeaveTheJournal() throws {
    let folder = try TemporaryFolder()
    let output = folder.path("x.h5")
    // Reasons of failure are stored uncompressed.
    let plan = try Example.plan(repeats: 10_000, totalSteps: 300)
    let results = Results(plan: plan, records: [:])
    #expect(throws: OutputError.cannotWrite(path: output, SystemError(code: EFBIG))) {
      try withFullDisk {
        try results.write(to: output, provenance: Example.provenance)
      }
    }
    #expect(folder.names.isEmpty)
    try results.write(to: output, provenance: Example.provenance)
    #expect(try read(output).missing.count == plan.runCount)
  }
}
