import MemoryMeasures
import TestSupport
import Testing

@testable import Experiments

@Suite struct MergeTests {
  private let folder: TemporaryFolder
  private let plan: Plan<Divergence>

  init() throws {
    folder = try TemporaryFolder()
    plan = try Example.plan()
  }

  private func write(
    _ name: String, _ records: [Run: Record<DivergenceMeasurement>], plan other: Plan<Divergence>? = nil,
    shard: Shard = .whole
  ) throws -> String {
    let path = folder.path(name)
    try Results(plan: other ?? plan, shard: shard, records: records).write(
      to: path,
      provenance: Example.provenance)
    return path
  }

  private func merge(_ paths: [String]) throws -> Results<Divergence> {
    let parts = try paths.map { try Document(reading: $0) }
    return try Merge.merge(#require(parts.first?.results(of: Divergence.self)), with: parts)
  }

  @Test(arguments: [1, 2, 3, 5]) func partsMakeTheWhole(count: Int) throws {
    let parts = try (1...count).map { index in
      let path = folder.path("\(index).h5")
      let shard = try Shard(index: index, count: count)
      try Example.sweep(plan, to: path, shard: shard, prober: FakeProber(plan)).run()
      return path
    }
    let merged = try merge(parts.reversed())
    #expect(merged.shard == .whole)
    #expect(merged.isComplete)
    let path = folder.path("merged.h5")
    try merged.write(to: path, provenance: Example.provenance)
    let whole = folder.path("whole.h5")
    try Example.sweep(plan, to: whole, prober: FakeProber(plan)).run()
    #expect(try bytes(of: path) == bytes(of: whole))
  }

  @Test func saysWhatIsMissing() throws {
    let part = try write("1.h5", Example.records(of: plan), shard: Shard("1/2"))
    let merged = try merge([part])
    #expect(merged.missing == plan.runs(of: try Shard("2/2")))
  }

  @Test func journalsAreParts() throws {
    let records = Example.records(of: plan)
    let run = plan.runs[3]
    let path = folder.path("x.h5.journal")
    let journal = try Journal(path, plan: plan, shard: .whole, overwrites: false)
    try journal.begin()
    try journal.append(run, try #require(records[run]))
    let part = try write("1.h5", records.filter { $0.key != run })
    #expect(try plan.agree(merge([part, path]).records, records))
  }

  @Test func refusesDifferentPlans() throws {
    let first = try write("1.h5", [:])
    let second = try write("2.h5", [:], plan: Example.plan(thresholds: [0.1]))
    #expect(throws: MergeError.differentPlans(first, second, key: "thresholds")) {
      try merge([first, second])
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
    #expect(throws: MergeError.disagreement(plan.label(of: run), first, second)) {
      try merge([first, second])
    }
    #expect(try plan.agree(merge([first, first]).records, records))
  }

  @Test func refusesResultsOfTwoMeasures() throws {
    let first = try write("1.h5", [:])
    let second = folder.path("2.h5")
    try Results(plan: MemorizationExample.plan(), records: [:])
      .write(to: second, provenance: Example.provenance)
    #expect(throws: MergeError.differentMeasures(first, second)) { try merge([first, second]) }
  }
}
