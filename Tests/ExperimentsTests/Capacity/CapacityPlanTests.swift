import Foundation
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

@Suite struct CapacityPlanTests {
  @Test func runsAreInOrder() throws {
    let plan = try CapacityExample.plan()
    #expect(plan.runCount == 16 && plan.coordinates.count == 16)
    let esn = NetworkShape(cell: .esn, inputSize: 1, hiddenSize: 3)
    #expect(plan.coordinates[1] == CapacityRun(subject: .drawn(esn), repeatIndex: 1))
    let gru = NetworkShape(cell: .gru, layers: 2, inputSize: 1, hiddenSize: 5)
    #expect(plan.coordinates.last == CapacityRun(subject: .drawn(gru), repeatIndex: 1))
    #expect(plan.units(of: .drawn(gru)) == 5)
  }

  @Test func everySettingTells() throws {
    let plan = try CapacityExample.plan()
    #expect(plan.firstDifference(from: try CapacityExample.plan()) == nil)
    #expect(plan.firstDifference(from: try CapacityExample.plan(leakRate: 0.4)) == .leakRate)
    #expect(plan.firstDifference(from: try CapacityExample.plan(repeats: 3)) == .repeats)
    #expect(plan.firstDifference(from: try CapacityExample.plan(seed: 4)) == .seed)
    #expect(plan.firstDifference(from: try CapacityExample.plan(maximumDelay: 13)) == .maximumDelay)
    #expect(plan.firstDifference(from: try CapacityExample.networksPlan()) == .cells)
  }

  @Test func isReadBack() throws {
    for plan in [try CapacityExample.plan(), try CapacityExample.networksPlan()] {
      #expect(try CanonicalJSON.decode(CapacityPlan.self, from: CanonicalJSON.encode(plan)) == plan)
    }
  }

  @Test func refusesNonsense() throws {
    let settings = try CapacityExample.settings()
    #expect(throws: GridError.outOfRange(.repeat, 0)) { try CapacityExample.plan(repeats: 0) }
    #expect(throws: GridError.outOfRange(.hiddenSize, 0)) { try CapacityGrid(hiddenSizes: [0]) }
    #expect(throws: GridError.repeatedValue(.cell, "esn")) { try CapacityGrid(cells: [.esn, .esn]) }
    #expect(throws: GridError.emptyAxis(.layers)) { try CapacityGrid(layers: []) }
    #expect(throws: CapacityPlanError.tooFewTrainingSteps(found: 200, least: 202)) {
      try CapacityPlan(
        subjects: .grid(CapacityGrid(hiddenSizes: [5, 200]), Initialization(.glorot)), settings: settings)
    }
    #expect(throws: GivenNetworksError.noNetworks) {
      try CapacityPlan(subjects: .networks([]), settings: settings)
    }
    let given = Array(NetworksExample.given().prefix(2))
    #expect(throws: CapacityPlanError.tooManyRuns(2e7)) {
      try CapacityPlan(subjects: .networks(given), repeats: 10_000_000, settings: settings)
    }
  }

  /// The networks of a grid are those of the divergence grid's runs with one input.
  @Test func networksAreThoseOfOtherGrids() throws {
    let plan = try CapacityExample.plan()
    let probe = try CapacityProbe(plan)
    let shape = NetworkShape(cell: .gru, layers: 2, inputSize: 1, hiddenSize: 5)
    let network = probe.network(CapacityRun(subject: .drawn(shape), repeatIndex: 1), in: Float.self)
    let divergence = try DivergencePlan(
      grid: Grid(cells: [.gru], layers: [2], hiddenSizes: [5], inputSizes: [1], repeats: 2),
      settings: DivergenceSettings(), seed: 3)
    let run = RunCoordinates(cell: .gru, layers: 2, hiddenSize: 5, inputSize: 1, repeatIndex: 1)
    #expect(
      network
        == RecurrentNetwork(
          shape: shape, initialization: Initialization(.glorot), stream: divergence.networkStream(run)))
  }
}
