import Files
import Foundation
import MemoryMeasures
import TestSupport
import Testing

@testable import Experiments

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
    let plan = try Example.plan(repeats: 200, totalSteps: 2_000_000_000, recordsCurve: true)
    let results = Results(plan: plan, records: [:])
    #expect(throws: SweepOutputError.self) {
      try withFullDisk {
        try results.write(to: output, provenance: Example.provenance)
      }
    }
    #expect(folder.names.isEmpty)
    try results.write(to: output, provenance: Example.provenance)
    #expect(try read(output).missing.count == plan.runCount)
  }
}
