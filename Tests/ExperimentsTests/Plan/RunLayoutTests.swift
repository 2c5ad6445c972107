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

  /// A plan of a few bytes may ask for ten million runs: none of them is made before somebody asks.
  @Test(.timeLimit(.minutes(1)))
  func ofMillions() throws {
    let sizes = Array(1...56)
    let grid = NetworkGrid(cells: [.gru, .lstm], layers: sizes, hiddenSizes: sizes, inputSizes: sizes)
    let plans: [Plan<Divergence>] = try [
      Plan(subjects: .drawn(grid), repeats: 28, settings: .standard),
      Plan(
        subjects: .drawn(NetworkGrid(cells: [.gru], layers: [1], hiddenSizes: [2], inputSizes: [1])),
        repeats: Subjects.mostRuns, settings: .standard),
      NetworksExample.plan(pairs: 1, twins: 1_000_000),
    ]
    for plan in plans {
      let layout = plan.layout
      for place in [0, 1, layout.placeCount / 2, layout.placeCount - 1] {
        if let run = layout.run(at: place) { #expect(layout.place(of: run) == place) }
      }
      let records = Double(plan.runCount) * plan.recordBytes
      #expect(plan.shortage(of: .whole, available: 1e9)?.needed == records)
      #expect(plan.shortage(of: .whole, available: 1e12) == nil)
      // Dealing runs out to parts takes memory for every run, too.
      let part = try Shard(index: 2, count: 3)
      #expect(plan.shortage(of: .whole, available: records) == nil)
      #expect(plan.shortage(of: part, available: records) != nil)
      let results = Results(plan: plan, records: [:])
      #expect(results.missingCount == plan.runCount && !results.isComplete)
    }
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
