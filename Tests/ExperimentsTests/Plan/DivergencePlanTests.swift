import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

@Suite struct DivergencePlanTests {
  /// Stored results carry fingerprints: these must never change, but with the arithmetic revision.
  @Test func fingerprintsAreTheSameForEver() throws {
    let article = try DivergencePlan(grid: .article, settings: DivergenceSettings())
    #expect(article.fingerprint == "78cc78ff64818ccb")
    let example = try Example.plan()
    #expect(example.fingerprint == "0e5336923a0e1961")
  }

  @Test func everyFieldCounts() throws {
    let plan = try Example.plan()
    func changed(
      grid: Grid? = nil, settings: DivergenceSettings? = nil, seed: UInt64 = 7,
      initialization: Initialization = Initialization(.glorot), precision: Precision = .float32
    ) throws -> DivergencePlan {
      try DivergencePlan(
        grid: grid ?? plan.grid, settings: settings ?? plan.settings, seed: seed,
        initialization: initialization, precision: precision)
    }
    func grid(
      cells: [CellType] = [.lstm, .gru], layers: [Int] = [1], hidden: [Int] = [1, 3], input: [Int] = [2, 5],
      repeats: Int = 2
    ) throws -> Grid {
      try Grid(cells: cells, layers: layers, hiddenSizes: hidden, inputSizes: input, repeats: repeats)
    }
    func adjusted(_ change: (inout DivergenceSettings) -> Void) -> DivergenceSettings {
      var settings = plan.settings
      change(&settings)
      return settings
    }
    var gain = Initialization(.glorot)
    gain.gain = 1.5
    var bias = Initialization(.glorot)
    bias.forgetBias = 0
    let variants: [(PlanField, DivergencePlan)] = try [
      (.cells, changed(grid: grid(cells: [.gru, .lstm]))),
      (.layers, changed(grid: grid(layers: [1, 2]))),
      (.hiddenSizes, changed(grid: grid(hidden: [3, 1]))),
      (.inputSizes, changed(grid: grid(input: [2]))),
      (.repeats, changed(grid: grid(repeats: 3))),
      (.seed, changed(seed: .max)),
      (.initializer, changed(initialization: Initialization(.keras))),
      (.gain, changed(initialization: gain)),
      (.forgetBias, changed(initialization: bias)),
      (.precision, changed(precision: .float64)),
      (.totalSteps, changed(settings: adjusted { $0.totalSteps += 1 })),
      (.uniqueSteps, changed(settings: adjusted { $0.uniqueSteps += 1 })),
      (.thresholds, changed(settings: adjusted { $0.thresholds[1] = 1e-6.nextUp })),
      (.curves, changed(settings: adjusted { $0.recordsCurve = true })),
    ]
    // The arithmetic revision is the program's own.
    #expect(variants.map(\.0) == plan.fields.map(\.field).filter { $0 != .arithmeticRevision })
    for (field, variant) in variants {
      #expect(plan.firstDifference(from: variant) == field)
      #expect(plan != variant)
    }
    #expect(Set(variants.map(\.1.fingerprint) + [plan.fingerprint]).count == variants.count + 1)
    #expect(plan.firstDifference(from: plan) == nil)
  }

  @Test func plansSurviveJSON() throws {
    let plan = try Example.plan(seed: .max, thresholds: [0.1, 1e-300, 1 / 3])
    let text = try CanonicalJSON.encode(plan)
    #expect(try CanonicalJSON.decode(DivergencePlan.self, from: text) == plan)
  }

  @Test(arguments: ["\"repeats\":2", "\"totalSteps\":300", "\"gain\":1"])
  func decodingChecksEveryValue(field: String) throws {
    let text = try String(decoding: CanonicalJSON.encode(Example.plan()), as: UTF8.self)
    let name = field.prefix { $0 != ":" }
    let broken = text.replacing(field, with: "\(name):-1")
    #expect(broken != text)
    #expect(throws: (any Error).self) {
      try CanonicalJSON.decode(DivergencePlan.self, from: broken.utf8)
    }
  }

  @Test func refusesInitializationsOutOfRange() throws {
    var initialization = Initialization(.glorot)
    initialization.gain = -1
    #expect(throws: PlanError.gain(-1)) {
      try DivergencePlan(grid: .article, settings: DivergenceSettings(), initialization: initialization)
    }
    initialization.gain = 1
    initialization.forgetBias = .infinity
    #expect(throws: PlanError.forgetBias(.infinity)) {
      try DivergencePlan(grid: .article, settings: DivergenceSettings(), initialization: initialization)
    }
  }

  @Test func everyRunHasItsOwnNetworkAndEveryLineupItsOwnInputs() throws {
    let plan = try Example.plan()
    let runs = plan.grid.coordinates
    #expect(Set(runs.map { plan.networkStream($0) }).count == runs.count)
    let inputs = Dictionary(grouping: runs) {
      plan.inputs(inputSize: $0.inputSize, repeatIndex: $0.repeatIndex)
    }
    #expect(inputs.count == 4)
    for lineup in inputs.values {
      #expect(lineup.count == 4)
      #expect(Set(lineup.map(\.inputSize)).count == 1)
      #expect(Set(lineup.map(\.repeatIndex)).count == 1)
    }
  }
}
