import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

@Suite struct PlanTests {
  /// Stored results carry fingerprints: these must never change, but with the arithmetic revision.
  @Test func fingerprintsAreTheSameForEver() throws {
    let (article, example) = try (Example.article(), Example.plan())
    #expect(article.fingerprint == "4d306d13303296ec")
    #expect(example.fingerprint == "9cc45c4eafec3789")
  }

  @Test func everyFieldCounts() throws {
    let plan = try Example.plan()
    func changed(
      grid: NetworkGrid = Example.grid(), repeats: Int = 2, seed: UInt64 = 7,
      precision: Precision = .float32, _ change: (inout DivergenceSettings) -> Void = { _ in }
    ) throws -> Plan<Divergence> {
      var settings = plan.settings
      change(&settings)
      return try Plan(
        subjects: .drawn(grid), repeats: repeats, settings: settings, seed: seed, precision: precision)
    }
    func weights(_ change: (inout Initialization) -> Void) -> NetworkGrid {
      var initialization = Initialization(.glorot)
      change(&initialization)
      return Example.grid(initialization: initialization)
    }
    let variants: [(String, Plan<Divergence>)] = try [
      ("cells", changed(grid: Example.grid(cells: [.gru, .lstm]))),
      ("layers", changed(grid: Example.grid(layers: [1, 2]))),
      ("hidden-sizes", changed(grid: Example.grid(hiddenSizes: [3, 1]))),
      ("input-sizes", changed(grid: Example.grid(inputSizes: [2]))),
      ("repeats", changed(repeats: 3)),
      ("initializer", changed(grid: weights { $0 = Initialization(.keras) })),
      ("draws-biases", changed(grid: weights { $0.drawsBiases = true })),
      ("gain", changed(grid: weights { $0.gain = 1.5 })),
      ("forget-bias", changed(grid: weights { $0.forgetBias = 0 })),
      ("seed", changed(seed: .max)),
      ("precision", changed(precision: .float64)),
      ("total-steps", changed { $0.totalSteps += 1 }),
      ("unique-steps", changed { $0.uniqueSteps += 1 }),
      ("thresholds", changed { $0.thresholds[1] = 1e-6.nextUp }),
      ("curves", changed { $0.recordsCurve = true }),
    ]
    let experiment = plan.experiment
    let keys = Experiment<Divergence>.stored.filter {
      $0.applies(to: experiment) && $0.value(of: experiment) != nil
    }
    .map(\.key)
    #expect(Set(keys).isSuperset(of: variants.map(\.0).filter { $0 != "draws-biases" }))
    for (key, variant) in variants {
      // A recipe that has no name any more differs by its name first.
      let found = plan.firstDifference(from: variant)
      #expect(found == key || (key == "draws-biases" && found == "initializer"))
      #expect(plan != variant)
    }
    #expect(Set(variants.map(\.1.fingerprint) + [plan.fingerprint]).count == variants.count + 1)
    #expect(plan.firstDifference(from: plan) == nil)
  }

  @Test(arguments: [
    ("\"repeats\":2", "repeats"), ("\"total-steps\":300", "total-steps"), ("\"gain\":1", "gain"),
  ])
  func decodingChecksEveryValue(field: String, key: String) throws {
    #expect(throws: (any Error).self) { try Example.plan().stored(changing: field, to: "\"\(key)\":-1") }
  }

  @Test func refusesInitializationsOutOfRange() throws {
    var initialization = Initialization(.glorot)
    initialization.gain = -1
    #expect(refusedKey { try Example.article(NetworkGrid(initialization: initialization)) } == "gain")
    initialization.gain = 1
    initialization.forgetBias = .infinity
    #expect(refusedKey { try Example.article(NetworkGrid(initialization: initialization)) } == "forget-bias")
  }

  @Test func everyRunHasItsOwnNetworkAndEveryLineupItsOwnInputs() throws {
    let plan = try Example.plan()
    let runs = plan.runs
    #expect(Set(runs.map { plan.networkStream($0) }).count == runs.count)
    let inputs = Dictionary(grouping: runs) { plan.inputStream(plan.inputPath($0)) }
    #expect(inputs.count == 4)
    for lineup in inputs.values {
      #expect(lineup.count == 4)
      #expect(Set(lineup.map { plan.outline(of: $0.subject).inputSize }).count == 1)
      #expect(Set(lineup.map(\.repeatIndex)).count == 1)
    }
  }

  // MARK: Grids

  @Test func articleHas1280Runs() throws {
    let plan = try Example.article()
    #expect(plan.runCount == 1280)
    #expect(plan.runs.count == 1280)
    #expect(Set(plan.runs).count == 1280)
  }

  @Test func runsAreInTheOrderOfTheAxes() throws {
    let grid = NetworkGrid(cells: [.gru, .lstm], layers: [2, 1], hiddenSizes: [3], inputSizes: [9, 4])
    let expected = [
      (CellType.gru, 2, 9, 0), (.gru, 2, 9, 1), (.gru, 2, 4, 0), (.gru, 2, 4, 1),
      (.gru, 1, 9, 0), (.gru, 1, 9, 1), (.gru, 1, 4, 0), (.gru, 1, 4, 1),
      (.lstm, 2, 9, 0), (.lstm, 2, 9, 1), (.lstm, 2, 4, 0), (.lstm, 2, 4, 1),
      (.lstm, 1, 9, 0), (.lstm, 1, 9, 1), (.lstm, 1, 4, 0), (.lstm, 1, 4, 1),
    ].map { cell, layers, input, index in
      Run(
        .drawn(NetworkShape(cell: cell, layers: layers, inputSize: input, hiddenSize: 3)), repeat: index)
    }
    #expect(try Example.article(grid, repeats: 2).runs == expected)
  }

  @Test func refusesWhatCannotBeRun() throws {
    func key(_ grid: NetworkGrid = .standard, repeats: Int = 10) -> String? {
      refusedKey { try Example.article(grid, repeats: repeats) }
    }
    #expect(key() == nil)
    #expect(key(NetworkGrid(cells: [])) == "cells")
    #expect(key(NetworkGrid(hiddenSizes: [])) == "hidden-sizes")
    #expect(key(NetworkGrid(hiddenSizes: [4, 0])) == "hidden-sizes")
    #expect(key(NetworkGrid(inputSizes: [-3])) == "input-sizes")
    #expect(key(NetworkGrid(layers: [.max])) == "layers")
    #expect(key(repeats: 0) == "repeats")
    #expect(key(NetworkGrid(cells: [.gru, .gru])) == "cells")
    #expect(key(NetworkGrid(inputSizes: [8, 2, 8])) == "input-sizes")
    let axes = ["cell", "layers", "hidden_size", "input_size", "repeat"]
    #expect(throws: PlanError.tooManyRuns(128 * 2e9, of: axes)) {
      try Example.article(repeats: 2_000_000_000)
    }
  }
}
