import Foundation
import HDF5
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
    try merged(paths)
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

  /// Parts of what some results lack make the whole together with these, and so do they over again.
  @Test(arguments: [1, 2, 3]) func partsOfWhatIsMissing(count: Int) throws {
    let records = Example.records(of: plan)
    let some = try write("some.h5", records.filter { $0.key.repeatIndex == 0 && $0.key.point.isEmpty })
    let lacking = try read(some, Divergence.self).missing
    #expect(lacking.count == 8)
    var paths = [some]
    var dealt: [Run] = []
    for index in 1...count {
      let shard = try plan.shard(Shard(index: index, count: count), missingFrom: some)
      dealt += plan.runs(of: shard)
      paths.append(folder.path("rest-\(index).h5"))
      try Example.sweep(plan, to: paths[index], shard: shard, prober: FakeProber(plan)).run()
      #expect(try read(paths[index], Divergence.self).shard == shard)
    }
    #expect(dealt.count == 8 && Set(dealt) == Set(lacking))
    let merged = try merge(paths)
    #expect(merged.isComplete && plan.agree(merged.records, records))
    let whole = try write("whole.h5", merged.records.filter { _ in true })
    #expect(try plan.shard(.whole, missingFrom: whole).isOfNothing)
    #expect(throws: MissingRunsError(path: some, difference: .key("seed"))) {
      try Example.plan(seed: 8).shard(.whole, missingFrom: some)
    }
  }

  /// Parts as they were before they held their own runs only: spread over the whole plan.
  @Test func formerPartsAreParts() throws {
    let records = Example.records(of: plan)
    let paths = try (1...2).map { index in
      let shard = try Shard(index: index, count: 2)
      let file = try HDF5File()
      try Results(plan: plan, shard: shard, records: records)
        .layOut(in: file, provenance: Example.provenance, spread: true)
      let path = folder.path("former-\(index).h5")
      try Data(file.bytes()).write(to: URL(fileURLWithPath: path))
      return path
    }
    let merged = try merge(paths)
    #expect(merged.isComplete && plan.agree(merged.records, records))
  }

  @Test func filesOfFoldersAndPatterns() throws {
    for name in ["p-1.h5", "p-2.h5", "p-2.h5.journal", "p-3.h5.journal", "out.h5", "notes.txt"] {
      try folder.write("", to: name)
    }
    let output = folder.path("out.h5")
    let parts = ["p-1.h5", "p-2.h5", "p-3.h5.journal"].map(folder.path)
    #expect(try PartFiles.paths([folder.path("")], besides: output) == parts)
    #expect(try PartFiles.paths([folder.path("p-*.h5"), parts[0]], besides: output) == parts)
    // What is named is taken, whether or not it is there.
    #expect(try PartFiles.paths([folder.path("p-4.h5")], besides: output) == [folder.path("p-4.h5")])
    let pattern = folder.path("q-*.h5")
    #expect(throws: MergeError.noMatch(pattern)) { try PartFiles.paths([pattern], besides: output) }
  }
}
