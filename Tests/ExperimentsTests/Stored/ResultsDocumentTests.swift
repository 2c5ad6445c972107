import Foundation
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

@Suite struct ResultsDocumentTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The provenance, which files hold to the second.
  private func expectProvenance(
    _ document: ResultsDocument, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = document.provenance
    let expected = Example.provenance
    #expect(found?.commandLine == expected.commandLine, sourceLocation: sourceLocation)
    #expect(found?.date == expected.date, sourceLocation: sourceLocation)
    #expect(found?.program == expected.program, sourceLocation: sourceLocation)
  }

  @Test func aGrid() throws {
    let path = folder.path("a.h5")
    let plan = try Example.plan()
    let results = DivergenceResults(plan: plan, records: Example.records(of: plan))
    try DivergenceResultsFile.write(results, to: path, provenance: Example.provenance)
    let document = try ResultsDocument(reading: path)
    guard case .divergence(let read) = document.results else {
      Issue.record("\(document.results.kind)")
      return
    }
    #expect(document.path == path && document.results.kind == .divergence)
    #expect(read.records == results.records)
    expectProvenance(document)
  }

  @Test func givenNetworks() throws {
    let path = folder.path("a.h5")
    let plan = try NetworksExample.plan()
    let results = ComparisonResults(plan: plan, records: NetworksExample.records(of: plan))
    try ComparisonResultsFile.write(results, to: path, provenance: Example.provenance)
    let document = try ResultsDocument(reading: path)
    guard case .comparison(let read) = document.results else {
      Issue.record("\(document.results.kind)")
      return
    }
    #expect(read.records == results.records)
    expectProvenance(document)
  }

  @Test func recall() throws {
    let path = folder.path("a.h5")
    let results = try RecallResults(
      measuring: [RecallSubject(ConstructedNetwork<Float>(.latch, cell: .rnn, hiddenSize: 6))],
      settings: RecallSettings(totalSteps: 5, sequences: 2), seed: 0, precision: .float32, path: .best,
      jobs: 1)
    try RecallResultsFile.write(results, to: path, provenance: Example.provenance)
    let document = try ResultsDocument(reading: path)
    guard case .recall(let read) = document.results else {
      Issue.record("\(document.results.kind)")
      return
    }
    #expect(read.entries.map(\.network) == results.entries.map(\.network))
    expectProvenance(document)
  }

  @Test func aJournalDoesNotSayWhereItComesFrom() throws {
    let path = folder.path("a.h5")
    let journal = try Journal(
      DivergenceResultsFile.journalPath(of: path), plan: Example.plan(), shard: .whole, overwrites: false)
    try journal.begin()
    let document = try ResultsDocument(reading: path)
    #expect(document.provenance == nil && document.path == path)
    #expect(document.results.kind == .divergence)
  }
}
