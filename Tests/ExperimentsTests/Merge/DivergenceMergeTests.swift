import MemoryMeasures
import TestSupport
import Testing

@testable import Experiments

@Suite struct DivergenceMergeTests {
  private let folder: TemporaryFolder
  private let plan: DivergencePlan

  init() throws {
    folder = try TemporaryFolder()
    plan = try Example.plan()
  }

  private func write(
    _ name: String, _ records: [RunCoordinates: RunRecord], plan other: DivergencePlan? = nil,
    shard: Shard = .whole
  ) throws -> String {
    let path = folder.path(name)
    try DivergenceResultsFile.write(
      DivergenceResults(plan: other ?? plan, shard: shard, records: records), to: path,
      provenance: Example.provenance)
    return path
  }

  @Test(arguments: [1, 2, 3, 5]) func partsMakeTheWhole(count: Int) throws {
    let parts = try (1...count).map { index in
      let path = folder.path("\(index).h5")
      let shard = try Shard(index: index, count: count)
      try Example.sweep(plan, to: path, shard: shard, prober: FakeProber(plan)).run()
      return path
    }
    let merged = try DivergenceMerge.merge(parts: parts.reversed())
    #expect(merged.shard == .whole)
    #expect(merged.isComplete)
    let path = folder.path("merged.h5")
    try DivergenceResultsFile.write(merged, to: path, provenance: Example.provenance)
    let whole = folder.path("whole.h5")
    try Example.sweep(plan, to: whole, prober: FakeProber(plan)).run()
    #expect(try bytes(of: path) == bytes(of: whole))
  }

  @Test func saysWhatIsMissing() throws {
    let part = try write("1.h5", Example.records(of: plan), shard: Shard("1/2"))
    let merged = try DivergenceMerge.merge(parts: [part])
    #expect(merged.missing == plan.coordinates(of: try Shard("2/2")))
  }

  @Test func journalsAreParts() throws {
    let records = Example.records(of: plan)
    let run = plan.grid.coordinates[3]
    let path = folder.path("x.h5.journal")
    let journal = try Journal(path, plan: plan, shard: .whole, overwrites: false)
    try journal.begin()
    try journal.append(run, try #require(records[run]))
    let part = try write("1.h5", records.filter { $0.key != run })
    #expect(try DivergenceMerge.merge(parts: [part, path]).records == records)
  }

  @Test func refusesDifferentPlans() throws {
    let first = try write("1.h5", [:])
    let second = try write("2.h5", [:], plan: Example.plan(thresholds: [0.1]))
    #expect(throws: MergeError.differentPlans(first, second, field: .thresholds)) {
      try DivergenceMerge.merge(parts: [first, second])
    }
  }

  @Test func refusesDisagreement() throws {
    let run = Example.run(.gru)
    let records = Example.records(of: plan)
    var altered = records
    guard case .measured(var measurement) = try #require(records[run]) else { return }
    measurement.finalDifference = measurement.finalDifference.nextUp
    altered[run] = .measured(measurement)
    let first = try write("1.h5", records)
    let second = try write("2.h5", altered)
    #expect(throws: MergeError.disagreement(AnyRun(run), first, second)) {
      try DivergenceMerge.merge(parts: [first, second])
    }
    #expect(try DivergenceMerge.merge(parts: [first, first]).records == records)
  }

  @Test func refusesNothing() {
    #expect(throws: MergeError.noParts) { try DivergenceMerge.merge(parts: []) }
    #expect(throws: ResultsFileError.missing(path: "/no/such/part.h5")) {
      try DivergenceMerge.merge(parts: ["/no/such/part.h5"])
    }
  }
}
