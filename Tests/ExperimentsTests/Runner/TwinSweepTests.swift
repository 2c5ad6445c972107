import Foundation
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

@Suite struct TwinSweepTests {
  private typealias Nets = NetworksExample
  private let folder: TemporaryFolder
  private let plan: Plan<Divergence>

  init() throws {
    folder = try TemporaryFolder()
    plan = try Nets.plan()
  }

  @Test func resultsDoNotDependOnThreadsOrShards() throws {
    let one = try Nets.run(plan, to: folder.path("1.h5"), jobs: 1)
    #expect(one.isComplete && one.records.count == 81)
    try Nets.run(plan, to: folder.path("4.h5"), jobs: 4)
    #expect(try bytes(of: folder.path("4.h5")) == bytes(of: folder.path("1.h5")))

    let parts = try (1...3).map { index in
      let path = folder.path("part-\(index).h5")
      try Nets.run(plan, to: path, shard: Shard(index: index, count: 3))
      return path
    }
    let merged: Results<Divergence> = try merged(parts.reversed())
    #expect(merged.isComplete)
    try merged.write(to: folder.path("m.h5"), provenance: Example.provenance)
    #expect(try bytes(of: folder.path("m.h5")) == bytes(of: folder.path("1.h5")))
  }

  @Test func resumesFromItsJournal() throws {
    try Nets.run(plan, to: folder.path("whole.h5"))
    let output = folder.path("x.h5")
    let records = try read(folder.path("whole.h5")).records
    do {
      let journal = try Journal(output + ".journal", plan: plan, shard: .whole, overwrites: false)
      try journal.begin()
      for run in plan.runs.prefix(20) { try journal.append(run, try #require(records[run])) }
    }
    #expect(try read(output).records.count == 20)
    #expect(try Document(reading: output).measure.format == "memprobe divergence")
    try Nets.run(plan, to: output)
    #expect(try bytes(of: output) == bytes(of: folder.path("whole.h5")))
    #expect(folder.names == ["whole.h5", "x.h5"])
  }

  /// Weights beyond the range of float32.
  @Test func aFailingNetworkIsRecordedAndNotAveragedIn() throws {
    let huge = RecurrentNetwork<Double>(
      layers: [
        RecurrentLayer(
          cell: .lstm, inputSize: 2, hiddenSize: 1, inputKernel: Array(repeating: 1e300, count: 8),
          recurrentKernel: [1, 1, 1, 1], bias: [0, 0, 0, 0])
      ])
    let networks = [huge, Nets.simple]
    let plan = try Nets.plan(networks: Nets.given(networks))
    let results = try Nets.run(plan, networks: networks, to: folder.path("x.h5"))
    #expect(results.isComplete)
    // The network itself and its shuffled twins, whose input kernel has the same values.
    let shuffled = (0..<4).map { Subject.twin(of: "mixed", .shuffled, number: $0) }
    #expect(Set(results.failed.map(\.run.subject)) == Set([.given("mixed")] + shuffled))
    let trained = CensoredSample(results.measured(.given("mixed")).map(\.settled))
    #expect(trained.count == 0 && trained.median.steps.isNaN)
    let comparisons = results.comparisons
    #expect(comparisons.count == 8)
    #expect(comparisons.count { $0.pValue.isNaN } == 4)
    #expect(comparisons.allSatisfy { $0.sample.name == "simple" || $0.finding == .noDifference })
    #expect(try plan.agree(read(folder.path("x.h5")).records, results.records))
  }

  @Test func otherKindsOfResultsAreNotTouched() throws {
    let output = folder.path("x.h5")
    let trainings = try MemorizationExample.plan()
    try Results(plan: trainings, records: [:]).write(to: output, provenance: Example.provenance)
    let before = try bytes(of: output)
    let difference = PlanDifference.format("memprobe memorization", "memprobe divergence")
    #expect(throws: SweepOutputError.outputHoldsOtherPlan(path: output, difference: difference)) {
      try Nets.run(plan, to: output)
    }
    #expect(try bytes(of: output) == before)

    let second = folder.path("y.h5")
    do {
      let journal = try Journal(second + ".journal", plan: trainings, shard: .whole, overwrites: false)
      try journal.begin()
    }
    #expect(
      throws: SweepOutputError.journalHoldsOtherPlan(path: second + ".journal", difference: difference)
    ) { try Nets.run(plan, to: second) }
    #expect(try Document(reading: second).measure.format == "memprobe memorization")
    #expect(try Document(reading: output).results(of: Divergence.self) == nil)
  }

  /// Drawn and given networks are measured alike, but are not one plan.
  @Test func drawnNetworksAreAnotherPlan() throws {
    let output = folder.path("x.h5")
    let grid = try Example.plan()
    try Example.sweep(grid, to: output, prober: FakeProber(grid)).run()
    let before = try bytes(of: output)
    let key = try #require(plan.firstDifference(from: grid))
    #expect(throws: SweepOutputError.outputHoldsOtherPlan(path: output, difference: .key(key))) {
      try Nets.run(plan, to: output)
    }
    #expect(try bytes(of: output) == before)
  }
}
