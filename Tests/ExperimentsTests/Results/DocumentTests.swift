import Foundation
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

@Suite struct DocumentTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("a.h5")
  }

  /// Writes results, and expects them back with the provenance, which files hold to the second.
  private func expectBack<M: Measure>(
    _ results: Results<M>, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try results.write(to: path, overwrites: true, provenance: Example.provenance)
    let document = try Document(reading: path)
    let found = try #require(document.results(of: M.self), sourceLocation: sourceLocation)
    #expect(document.path == path && document.measure.format == M.format, sourceLocation: sourceLocation)
    #expect(found.plan.agree(found.records, results.records), sourceLocation: sourceLocation)
    let provenance = try #require(document.provenance, sourceLocation: sourceLocation)
    let expected = Example.provenance
    #expect(provenance.commandLine == expected.commandLine, sourceLocation: sourceLocation)
    #expect(provenance.date == expected.date, sourceLocation: sourceLocation)
    #expect(provenance.program == expected.program, sourceLocation: sourceLocation)
    let same = try document.labelled(provenance: Example.provenance) == labelled(results)
    #expect(same, sourceLocation: sourceLocation)
  }

  @Test func everyMeasure() throws {
    let drawn = try Example.plan()
    try expectBack(Results(plan: drawn, records: Example.records(of: drawn)))
    let given = try NetworksExample.plan()
    try expectBack(Results(plan: given, records: Example.records(of: given)))
    let trainings = try MemorizationExample.plan()
    try expectBack(Results(plan: trainings, records: MemorizationExample.records(of: trainings)))
    try expectBack(Results(plan: CapacityExample.plan(), records: [:]))
    try expectBack(Results(plan: RecallExample.plan(), records: [:]))
  }

  @Test func resultsOfOneMeasureAreNotThoseOfAnother() throws {
    try Results(plan: Example.plan(), records: [:]).write(to: path, provenance: Example.provenance)
    let document = try Document(reading: path)
    #expect(document.results(of: Memorization.self) == nil)
    #expect(document.results(of: Divergence.self) != nil)
  }

  @Test func aJournalThatNamesNoProcessDoesNotSayWhereItComesFrom() throws {
    let journal = try Journal(
      JournalPath.of(path), plan: Example.plan(), shard: .whole, overwrites: false)
    try journal.begin()
    let document = try Document(reading: path)
    #expect(document.provenance == nil && document.isJournal && document.path == path)
    #expect(document.measure.format == Divergence.format)
  }

  @Test func missingAndFailedRepeatsAreLeftOut() throws {
    let plan = try Example.plan(repeats: 3, thresholds: [0.1])
    let measurement = Example.measurement(of: Example.run(), in: plan)
    let results = Results(
      plan: plan,
      records: [
        Example.run(repeat: 0): .measured(measurement),
        Example.run(repeat: 1): .failed(reason: "output not finite at shared step 3"),
        Example.run(hidden: 99): .measured(measurement),
      ])
    #expect(results.measured(Example.run().subject).map(\.settled) == [measurement.settled])
    #expect(results.records.count == 2)
    #expect(results.missing.count == plan.runCount - 2)
    #expect(results.failed.map(\.run) == [Example.run(repeat: 1)])
  }
}
