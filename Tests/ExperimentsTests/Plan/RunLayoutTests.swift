import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

/// Runs and their places are each other's inverse, whatever the subjects and axes.
@Suite struct RunLayoutTests {
  private func check<M: Measure>(_ plan: Plan<M>, places: Int, runs: Int) {
    let layout = plan.layout
    #expect(layout.placeCount == places && layout.runCount == runs && plan.runCount == runs)
    #expect(plan.axes.reduce(1) { $0 * $1.count } == places)
    var found: [Run] = []
    for place in 0..<places {
      guard let run = layout.run(at: place) else { continue }
      #expect(layout.place(of: run) == place)
      found.append(run)
    }
    #expect(found == plan.runs && found.count == runs && Set(found).count == runs)
    #expect(layout.run(at: -1) == nil && layout.run(at: places) == nil)
    for run in found.prefix(3) {
      let strangers = [
        Run(run.subject, at: run.point, repeat: layout.repeats), Run(run.subject, at: run.point, repeat: -1),
        Run(run.subject, at: run.point + [0]), Run(.given("nobody"), at: run.point),
        Run(run.subject, at: run.point.map { $0 - 100 } + (run.point.isEmpty ? [1] : [])),
      ]
      for stranger in strangers { #expect(layout.place(of: stranger) == nil) }
    }
  }

  @Test func ofDrawnNetworks() throws {
    try check(Example.plan(), places: 16, runs: 16)
    try check(Example.article(), places: 1_280, runs: 1_280)
    #expect(try Example.plan().axes.map(\.name) == ["cell", "layers", "hidden_size", "input_size", "repeat"])
  }

  /// A network is one, its twins are many: places are left empty.
  @Test func ofGivenNetworksAndTwins() throws {
    try check(NetworksExample.plan(), places: 108, runs: 81)
    try check(NetworksExample.plan(pairs: 5, twins: 2), places: 90, runs: 75)
    try check(NetworksExample.plan(pairs: 4, twins: 1), places: 36, runs: 36)
    try check(NetworksExample.plan(twinKinds: []), places: 9, runs: 9)
    #expect(try NetworksExample.plan().axes.map(\.name) == ["network", "source", "twin", "run"])
    #expect(try NetworksExample.plan(twinKinds: []).axes.map(\.name) == ["network", "source", "run"])
  }

  @Test func ofPoints() throws {
    let plan = try MemorizationExample.plan()
    check(plan, places: 48, runs: 48)
    #expect(plan.axes.map(\.name) == ["cell", "layers", "hidden_size", "position", "repeat"])
  }

  @Test func ofOtherGivenNetworks() throws {
    try check(CapacityExample.networksPlan(), places: 6, runs: 6)
    #expect(try CapacityExample.networksPlan().axes.map(\.name) == ["network", "repeat"])
    try check(CapacityExample.plan(), places: 16, runs: 16)
    try check(RecallExample.plan(), places: 4, runs: 4)
    #expect(try RecallExample.plan().axes.map(\.name) == ["network", "magnitude"])
  }
}
