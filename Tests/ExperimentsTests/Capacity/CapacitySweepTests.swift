import HDF5
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

@Suite struct CapacitySweepTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func results(
    _ plan: CapacityPlan, _ name: String, jobs: Int = 1, shard: Shard = .whole,
    networks: [RecurrentNetwork<Double>] = []
  ) throws -> CapacityResults {
    try CapacitySweep(
      plan: plan, shard: shard, output: folder.path(name), jobs: jobs, provenance: Example.provenance,
      prober: CapacityProbe(plan, networks: networks)
    ).run(isCancelled: { false }, progress: { _ in })
  }

  private func expectSame(_ left: CapacityResults, _ right: CapacityResults) {
    #expect(left.records.count == right.records.count)
    for (run, record) in left.records { #expect(right.records[run] == record, "\(run)") }
  }

  @Test func jobsPartsAndFilesChangeNothing() throws {
    let plan = try CapacityExample.plan()
    let one = try results(plan, "one.h5")
    #expect(one.isComplete && one.records.count == 16)
    expectSame(one, try results(plan, "two.h5", jobs: 2))
    expectSame(one, try CapacityResultsFile.read(folder.path("one.h5")))
    let parts = try (1...2).map { index in
      let name = "part\(index).h5"
      let part = try results(plan, name, shard: Shard(index: index, count: 2))
      #expect(part.records.count < 16)
      return folder.path(name)
    }
    expectSame(one, try CapacityMerge.merge(parts: parts))
    guard case .capacity(let stored) = try StoredResults(reading: folder.path("one.h5")) else {
      Issue.record("another kind")
      return
    }
    expectSame(one, stored)
  }

  @Test func givenNetworks() throws {
    let plan = try CapacityExample.networksPlan()
    let found = try results(plan, "networks.h5", networks: CapacityExample.networks())
    expectSame(found, try CapacityResultsFile.read(folder.path("networks.h5")))
    let root = try HDF5File.open(at: folder.path("networks.h5")).root
    #expect(try root.dataset("memory_function").shape == [2, 3, 12])
    #expect(try root.dataset("units").read(as: Int32.self) == [4, 4])
    let others = Array(CapacityExample.networks().reversed())
    #expect(throws: GivenNetworksError.otherWeights("a")) { try CapacityProbe(plan, networks: others) }
  }

  @Test func whatTheFileHolds() throws {
    let plan = try CapacityExample.plan()
    let found = try results(plan, "grid.h5")
    let root = try HDF5File.open(at: folder.path("grid.h5")).root
    #expect(try root.dataset("memory_function").shape == [2, 2, 2, 2, 12])
    #expect(try root.dataset("noise_floor").shape == [2, 2, 2, 2, 12])
    #expect(try root.dataset("delay").read(as: Int32.self) == Array(1...12))
    #expect(try root.attribute("input_scale", as: Double.self) == [1])
    #expect(try root.attribute("test_steps", as: Int32.self) == [150])
    #expect(try root.attribute("leak_rate", as: Double.self) == [0.5])
    let capacities = try root.dataset("memory_capacity").read(as: Double.self)
    let functions = try root.dataset("memory_function").read(as: Double.self)
    for place in 0..<16 {
      let sum = functions[(place * 12)..<((place + 1) * 12)].reduce(0, +)
      #expect(capacities[place] == sum)
    }
    let means = try root.dataset("mean_memory_capacity").read(as: Double.self)
    #expect(means[0] == (capacities[0] + capacities[1]) / 2)
    let statistics = found.statistics(of: plan.subjects.all[0])
    #expect(statistics.meanCapacity == means[0] && statistics.count == 2)
    #expect(statistics.memoryFunction.count == 12 && statistics.standardError > 0)
  }
}
