import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

/// Plans of every measure.
@Suite struct MeasurePlanTests {
  private typealias Trainings = MemorizationExample

  // MARK: Stored and read

  private func expectStored<M: Measure>(
    _ plan: Plan<M>, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let read = try plan.stored()
    #expect(read == plan, sourceLocation: sourceLocation)
    #expect(read.fingerprint == plan.fingerprint, sourceLocation: sourceLocation)
    #expect(read.firstDifference(from: plan) == nil, sourceLocation: sourceLocation)
    #expect(read.runs == plan.runs, sourceLocation: sourceLocation)
    let (text, again) = try (CanonicalJSON.encode(plan), CanonicalJSON.encode(read))
    #expect(text == again, sourceLocation: sourceLocation)
  }

  @Test func plansSurviveJSON() throws {
    try expectStored(Example.plan(seed: .max, thresholds: [0.1, 1e-300, 1 / 3], recordsCurve: true))
    try expectStored(Example.plan(thresholds: [], precision: .float64))
    try expectStored(Example.article())
    var initialization = Initialization(.pytorch)
    initialization.gain = 1 / 3
    initialization.forgetBias = -0.1
    initialization.reservoir = try Reservoir(spectralRadius: 0.7, density: 0.3, leakRate: 1 / 3)
    try expectStored(
      Example.article(Example.grid(cells: [.esn, .lstm], initialization: initialization), repeats: 1))

    let recorded = try RecordedInputs(
      RecordedLayout(rows: 2, isRepeated: true), columns: 3, values: [1, 2, 3, 4, 5, 6])
    let inputs = InputSource(recorded, name: "a \"name\".npy")
    try expectStored(NetworksExample.plan())
    try expectStored(NetworksExample.plan(seed: .max, precision: .float64, inputs: inputs))
    try expectStored(NetworksExample.plan(twinKinds: []))

    try expectStored(Trainings.plan())
    try expectStored(
      Trainings.plan(seed: .max, recordsCurve: true, positions: [3, 1]) {
        ($0.truncation, $0.lengthDraw, $0.learningRate) = (2, .sequence, 1 / 3)
      })
    try expectStored(CapacityExample.plan())
    try expectStored(CapacityExample.networksPlan())
    try expectStored(RecallExample.plan())
    try expectStored(RecallExample.plan(precision: .float64))
    try expectStored(
      Plan<Recall>(
        subjects: .given(NetworksExample.given()),
        settings: RecallSettings(totalSteps: 7, readoutUnit: 1, readoutScale: 1 / 3)))
  }

  // MARK: Inputs

  /// Files call the inputs of two runs the same if and only if the runs are fed the same.
  private func expectInputNames<M: Measure>(
    _ plan: Plan<M>, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var names: [[UInt64]: String] = [:]
    for run in plan.runs {
      let size = plan.envelope(of: run.subject).inputSize
      let fed = plan.inputPath(run) + [UInt64(size)]
      let name = M.inputName(run, inputSize: size, settings: plan.settings) ?? "\(run)"
      #expect(names[fed, default: name] == name, sourceLocation: sourceLocation)
      names[fed] = name
    }
    #expect(Set(names.values).count == names.count && names.count > 1, sourceLocation: sourceLocation)
  }

  @Test func namesOfInputs() throws {
    try expectInputNames(Example.plan())
    try expectInputNames(NetworksExample.plan())
    try expectInputNames(Trainings.plan())
    try expectInputNames(CapacityExample.plan())
    try expectInputNames(CapacityExample.networksPlan())
    try expectInputNames(RecallExample.plan())
    let magnitudes = try RecallSettings(totalSteps: 7, trainingSequences: 20, magnitudes: [0.5, 2])
    try expectInputNames(
      Plan<Recall>(subjects: .drawn(Example.grid()), repeats: 2, settings: magnitudes))
  }

  // MARK: Trainings

  @Test func theArticlesGridHasTenThousandTrainings() throws {
    let plan = try Plan<Memorization>(subjects: .drawn(Memorization.offer.grid), settings: .standard)
    #expect(plan.runCount == 10_000)
    #expect(Set(plan.runs).count == 10_000)
  }

  @Test func trainingsComeInTheOrderOfTheAxes() throws {
    let plan = try Trainings.plan()
    #expect(plan.axes.map(\.count) == [2, 2, 2, 3, 2])
    let runs = plan.runs
    #expect(runs.count == 48)
    #expect(runs[0] == Trainings.run())
    #expect(runs[1] == Trainings.run(repeat: 1))
    #expect(runs[2] == Trainings.run(place: 1))
    #expect(runs[6] == Trainings.run(hidden: 5))
    #expect(runs[12] == Trainings.run(layers: 2))
    #expect(runs[24] == Trainings.run(.gru))
    #expect(plan.cells.map { plan.settings.positions[$0.point[0]] }.prefix(4) == [1, 4, 9, 1])
  }

  @Test func whatIsOutOfRangeIsRefusedByName() throws {
    #expect(refusedKey { try Trainings.plan(positions: [1, 0]) } == "positions")
    #expect(refusedKey { try Trainings.plan(grid: Trainings.grid([])) } == "cells")
    #expect(refusedKey { try Trainings.plan(grid: Trainings.grid(layers: [2, 1, 2])) } == "layers")
    let axes = ["cell", "layers", "hidden_size", "position", "repeat"]
    #expect(throws: PlanError.tooManyRuns(2e8, of: axes)) {
      try Plan<Memorization>(
        subjects: .drawn(Memorization.offer.grid), repeats: 100_000, settings: .standard)
    }
    for loss in [0, -1, Double.infinity] {
      #expect(refusedKey { try Trainings.plan(learnedBelow: loss) } == "learned-below")
    }
    var recipe = Initialization(.pytorch)
    recipe.gain = -1
    #expect(refusedKey { try Trainings.plan(grid: Trainings.grid(initialization: recipe)) } == "gain")
    #expect(throws: PlanError.cell(.esn, allowed: Memorization.offer.cells)) {
      try Trainings.plan(grid: Trainings.grid([.esn]))
    }
    #expect(throws: PlanError.notForGiven(measure: "memorization")) {
      try Plan<Memorization>(subjects: .given(NetworksExample.given()), settings: .standard)
    }
  }

  @Test(arguments: [("\"batch-size\":8", "\"batch-size\":0"), ("\"positions\":[1,", "\"positions\":[0,")])
  func whatIsStoredIsChecked(good: String, bad: String) throws {
    #expect(throws: (any Error).self) { try Trainings.plan().stored(changing: good, to: bad) }
  }

  @Test func everySettingOfTrainingsTells() throws {
    let plan = try Trainings.plan()
    let others = try [
      Trainings.plan(seed: 8), Trainings.plan(recordsCurve: true), Trainings.plan(positions: [1, 4]),
      Trainings.plan(learnedBelow: 0.2),
    ]
    #expect(Set((others + [plan]).map(\.fingerprint)).count == 5)
    #expect(
      others.map { plan.firstDifference(from: $0) } == ["seed", "curves", "positions", "learned-below"])

    func differing(_ change: (inout MemorizationSettings) -> Void) throws -> String? {
      plan.firstDifference(from: try Trainings.plan(change))
    }
    #expect(try differing { $0.lengths = 4...7 } == "length")
    #expect(try differing { $0.lengthDraw = .sequence } == "length-per")
    #expect(try differing { $0.epochs = 13 } == "epochs")
    #expect(try differing { $0.updatesPerEpoch = 2 } == "updates-per-epoch")
    #expect(try differing { $0.batchSize = 9 } == "batch-size")
    #expect(try differing { $0.learningRate = 0.06 } == "learning-rate")
    #expect(try differing { $0.truncation = 3 } == "truncate")
    #expect(try differing { $0.evaluationSequences = 33 } == "evaluation-sequences")
  }

  @Test func everyTrainingHasStreamsOfItsOwn() throws {
    let plan = try Trainings.plan()
    let streams = plan.runs.flatMap { [plan.networkStream($0), plan.inputStream(plan.inputPath($0))] }
    #expect(Set(streams).count == 96)
  }

  @Test func costsGrowWithTheNetwork() throws {
    let plan = try Trainings.plan()
    let small = plan.cost(of: Trainings.run())
    #expect(plan.cost(of: Trainings.run(hidden: 5)) > small)
    #expect(plan.cost(of: Trainings.run(layers: 2)) > 2 * small)
    #expect(plan.cost(of: Trainings.run(.gru)) > 2 * small)
    // Nothing to learn, nothing to do.
    #expect(plan.cost(of: Trainings.run(place: 2)) == 0)
  }

  @Test func whatNoTrainingCanHaveFoundIsNotAccepted() throws {
    let plan = try Trainings.plan(recordsCurve: true)
    let samples = [Float](repeating: 0.1, count: 12)
    func accepts(
      _ loss: Double, _ outcome: MemorizationOutcome, _ epochs: Int, _ curve: [Float]? = nil
    ) -> Bool {
      Memorization.accepts(
        MemorizationMeasurement(outcome: outcome, loss: loss, epochs: epochs, lossCurve: curve ?? samples),
        settings: plan.settings)
    }
    #expect(accepts(0.2, .trained, 12))
    #expect(accepts(.nan, .diverged, 5))
    #expect(accepts(.nan, .noTarget, 0))
    #expect(!accepts(-0.1, .trained, 12))
    #expect(!accepts(0.2, .trained, 11))
    #expect(!accepts(0.2, .trained, 12, []))
    #expect(!accepts(0.2, .diverged, 5))
    #expect(!accepts(.nan, .diverged, 13))
    #expect(!accepts(.nan, .noTarget, 1))
  }

  // MARK: Capacities

  @Test func capacitiesAreInOrder() throws {
    let plan = try CapacityExample.plan()
    #expect(plan.runCount == 16 && plan.runs.count == 16)
    let esn = NetworkShape(cell: .esn, inputSize: 1, hiddenSize: 3)
    #expect(plan.runs[1] == Run(.drawn(esn), repeat: 1))
    let gru = NetworkShape(cell: .gru, layers: 2, inputSize: 1, hiddenSize: 5)
    #expect(plan.runs.last == Run(.drawn(gru), repeat: 1))
    #expect(plan.outline(of: .drawn(gru)).outputSize == 5)
  }

  @Test func everySettingOfCapacitiesTells() throws {
    let plan = try CapacityExample.plan()
    #expect(plan.firstDifference(from: try CapacityExample.plan()) == nil)
    #expect(plan.firstDifference(from: try CapacityExample.plan(leakRate: 0.4)) == "leak-rate")
    #expect(plan.firstDifference(from: try CapacityExample.plan(repeats: 3)) == "repeats")
    #expect(plan.firstDifference(from: try CapacityExample.plan(seed: 4)) == "seed")
    #expect(plan.firstDifference(from: try CapacityExample.plan(maximumDelay: 13)) == "maximum-delay")
    #expect(plan.firstDifference(from: try CapacityExample.networksPlan()) == "cells")
  }

  @Test func refusesNonsense() throws {
    let settings = try CapacityExample.settings()
    func key(_ grid: NetworkGrid, repeats: Int = 2) -> String? {
      refusedKey { try Plan<Capacity>(subjects: .drawn(grid), repeats: repeats, settings: settings) }
    }
    #expect(try key(CapacityExample.grid(), repeats: 0) == "repeats")
    #expect(try key(CapacityExample.grid(hiddenSizes: [0])) == "hidden-sizes")
    #expect(try key(CapacityExample.grid([.esn, .esn])) == "cells")
    #expect(try key(CapacityExample.grid(layers: [])) == "layers")
    #expect(try key(CapacityExample.grid(hiddenSizes: [5, 200])) == "training-steps")
    #expect(throws: PlanError.noNetworks) { try Plan<Capacity>(subjects: .given([]), settings: settings) }
    let given = Array(NetworksExample.given().prefix(2))
    #expect(throws: PlanError.tooManyRuns(2e7, of: ["network", "repeat"])) {
      try Plan<Capacity>(subjects: .given(given), repeats: 10_000_000, settings: settings)
    }
  }

  /// The networks of a grid are those of the divergence grid's runs with one input.
  @Test func networksAreThoseOfOtherGrids() throws {
    let plan = try CapacityExample.plan()
    let run = Run(
      .drawn(NetworkShape(cell: .gru, layers: 2, inputSize: 1, hiddenSize: 5)), repeat: 1)
    let divergence = try Plan<Divergence>(
      subjects: .drawn(
        NetworkGrid(cells: [.gru], layers: [2], hiddenSizes: [5], inputSizes: [1])),
      repeats: 2, settings: .standard, seed: 3)
    #expect(
      try Prober(plan).network(run, in: Float.self) == Prober(divergence).network(run, in: Float.self))
  }

  // MARK: Recall

  /// A readout of a unit that there is not, or too few sequences to fit one.
  @Test func aReadoutNamesAUnitThatThereIs() throws {
    func key(unit: Int? = nil, sequences: Int = 256) -> String? {
      refusedKey {
        try Plan<Recall>(
          subjects: .given([NetworksExample.given()[1]]),
          settings: RecallSettings(totalSteps: 1, trainingSequences: sequences, readoutUnit: unit))
      }
    }
    #expect(key(unit: 3) == nil)
    #expect(key(unit: 4) == "readout-unit")
    #expect(key(unit: -1) == "readout-unit")
    #expect(key(sequences: 6) == nil)
    #expect(key(sequences: 5) == "training-sequences")
  }
}
