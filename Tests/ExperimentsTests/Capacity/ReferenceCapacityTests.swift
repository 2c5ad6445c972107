import Foundation
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

/// The committed capacities are those of the present engine, to the digits that every processor gives.
@Suite struct ReferenceCapacityTests {
  private let reference: CapacityResults

  init() throws {
    reference = try CapacityResultsFile.read(Repository.path("results/capacity.h5"))
  }

  @Test func areThereWhole() throws {
    #expect(reference.isComplete && reference.failed.isEmpty)
    for subject in reference.plan.subjects.all {
      let statistics = reference.statistics(of: subject)
      #expect(statistics.meanCapacity < Double(reference.plan.units(of: subject)))
    }
  }

  @Test(arguments: [CellType.esn, .lstm]) func comeOutTheSame(cell: CellType) throws {
    let run = CapacityRun(
      subject: .drawn(NetworkShape(cell: cell, inputSize: 1, hiddenSize: 10)), repeatIndex: 7)
    guard case .measured(let expected) = reference.records[run] else {
      Issue.record("not among the results")
      return
    }
    var found: CapacityMeasurement?
    try CapacityProbe(reference.plan).measure([run], isCancelled: { false }) { _, result in
      found = try? result.get()
    }
    let measured = try #require(found)
    for (new, old) in zip(measured.memoryFunction, expected.memoryFunction) { #expect(abs(new - old) < 1e-6) }
    for (new, old) in zip(measured.noiseFloor, expected.noiseFloor) { #expect(abs(new - old) < 1e-6) }
    #expect(abs(measured.standardError - expected.standardError) < 1e-6)
  }
}
