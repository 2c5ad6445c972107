import HDF5
import HDF5Reading
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

/// Results files of trainings.
@Suite struct MemorizationResultsFileTests {
  private typealias Trainings = MemorizationExample
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("m.h5")
  }

  private func write(_ results: Results<Memorization>) throws {
    try results.write(to: path, overwrites: true, provenance: Example.provenance)
  }

  @Test(arguments: [false, true]) func whatIsWrittenIsRead(recordsCurve: Bool) throws {
    let plan = try Trainings.plan(seed: .max, recordsCurve: recordsCurve)
    var records = Trainings.records(of: plan)
    let failed = Trainings.run(.gru, hidden: 5, repeat: 1)
    let missing = Trainings.run(layers: 2, place: 1)
    let diverged = Trainings.run(place: 1)
    let exploded = Trainings.run(place: 1, repeat: 1)
    records[failed] = .failed(reason: "cancelled")
    records[missing] = nil
    records[diverged] = .measured(
      MemorizationMeasurement(
        outcome: .diverged, loss: .nan, epochs: 5,
        lossCurve: plan.settings.curveEpochs.map { $0 > 5 ? .nan : 0.5 }))
    records[exploded] = .measured(
      MemorizationMeasurement(
        outcome: .exploded, loss: 2.5, epochs: 12, lossCurve: plan.settings.curveEpochs.map { Float($0) }))
    try write(Results(plan: plan, records: records))
    let found = try read(path, Memorization.self)
    #expect(found.plan == plan)
    #expect(plan.agree(found.records, records))
    #expect(found.records[exploded]?.value?.outcome == .exploded)
    #expect(found.missing == [missing])
    #expect(found.failed.map(\.run) == [failed] && found.failed.map(\.reason) == ["cancelled"])
  }

  @Test func dimensionsAreNamedAndLabelled() throws {
    let plan = try Trainings.plan(recordsCurve: true)
    try write(Results(plan: plan, records: Trainings.records(of: plan)))
    let root = StoredObject(file: path)
    let scales = ["cell", "layers", "hidden_size", "position", "repeat", "epoch_sample"]
    let perRun = [
      "run_status", "failure_reason", "loss", "outcome", "completed_epochs", "loss_curve",
    ]
    let perCell = [
      "mean_loss", "std_loss", "median_loss", "learned_fraction", "diverged_runs", "exploded_runs",
    ]
    #expect(Set(try root.memberNames()) == Set(scales + perRun + perCell))
    for name in perRun + perCell {
      let variable = try root.dataset(name)
      #expect(try !variable.stringAttribute("long_name").isEmpty)
      var dimensions = Array(scales.prefix(perRun.contains(name) ? 5 : 4))
      if name == "loss_curve" { dimensions.append("epoch_sample") }
      #expect(try variable.scalePaths() == dimensions.map { ["/\($0)"] })
      #expect(try variable.stringAttribute("dimensions") == dimensions.joined(separator: " "))
    }
    #expect(
      try root.dataset("outcome").stringAttribute("flag_meanings") == "trained diverged no_target exploded")
    #expect(try root.dataset("epoch_sample").read(as: Int32.self) == Array(1...12))
    #expect(try root.attribute("learned_below", as: Double.self) == [0.1])
  }

  @Test func everyValueIsInItsPlace() throws {
    let plan = try Trainings.plan()
    let results = Results(plan: plan, records: Trainings.records(of: plan))
    try write(results)
    let root = StoredObject(file: path)
    let losses = try root.dataset("loss").read(as: Double.self)
    for (index, run) in plan.runs.enumerated() {
      let loss = Trainings.value(of: run, in: plan).loss
      #expect(losses[index] == loss || (losses[index].isNaN && loss.isNaN))
    }
    let means = try root.dataset("mean_loss").read(as: Double.self)
    #expect(means.count == plan.cells.count)
    for (index, cell) in plan.cells.enumerated() {
      let mean = MemorizationStatistics(
        results.measured(cell.subject, at: cell.point), isLearned: plan.settings.isLearned
      ).meanLoss
      #expect(means[index] == mean || (means[index].isNaN && cell.point == [2]))
    }
  }

  @Test func changedNumbersAreNoticed() throws {
    let plan = try Trainings.plan()
    var records = Trainings.records(of: plan)
    records[Trainings.run()] = .measured(
      MemorizationMeasurement(outcome: .noTarget, loss: 0.1, epochs: 0))
    try write(Results(plan: plan, records: records))
    let label = plan.label(of: Trainings.run())
    #expect(label.parts.map(\.value) == ["rnn", "1", "3", "1", "0"])
    #expect(throws: ResultsFileError.malformed(path: path, .record(label))) {
      try read(path, Memorization.self)
    }
  }
}

/// Sweeps and results files of capacities.
@Suite struct CapacityResultsFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func results(
    _ plan: Plan<Capacity>, _ name: String, jobs: Int = 1, shard: Shard = .whole,
    networks: [RecurrentNetwork<Double>] = []
  ) throws -> Results<Capacity> {
    try Sweep(
      plan: plan, shard: shard, output: folder.path(name), jobs: jobs, provenance: Example.provenance,
      prober: Prober(plan, networks: networks)
    ).run()
  }

  private func expectSame(_ left: Results<Capacity>, _ right: Results<Capacity>) {
    #expect(left.plan == right.plan && left.plan.agree(left.records, right.records))
  }

  @Test func jobsPartsAndFilesChangeNothing() throws {
    let plan = try CapacityExample.plan()
    let one = try results(plan, "one.h5")
    #expect(one.isComplete && one.records.count == 16)
    expectSame(one, try results(plan, "two.h5", jobs: 2))
    expectSame(one, try read(folder.path("one.h5"), Capacity.self))
    let parts = try (1...2).map { index in
      let name = "part\(index).h5"
      let part = try results(plan, name, shard: Shard(index: index, count: 2))
      #expect(part.records.count < 16)
      return folder.path(name)
    }
    expectSame(one, try merged(parts, Capacity.self))
  }

  @Test func givenNetworks() throws {
    let plan = try CapacityExample.networksPlan()
    let found = try results(plan, "networks.h5", networks: CapacityExample.networks())
    #expect(found.isComplete)
    expectSame(found, try read(folder.path("networks.h5"), Capacity.self))
    let root = StoredObject(file: folder.path("networks.h5"))
    #expect(try root.dataset("memory_function").shape() == [2, 3, 12])
    #expect(try root.dataset("units").read(as: Int32.self) == [4, 4])
    let others = Array(CapacityExample.networks().reversed())
    #expect(throws: PlanError.otherWeights("a")) { try Prober(plan, networks: others) }
  }

  @Test func whatTheFileHolds() throws {
    let plan = try CapacityExample.plan()
    let found = try results(plan, "grid.h5")
    let root = StoredObject(file: folder.path("grid.h5"))
    #expect(try root.dataset("memory_function").shape() == [2, 2, 2, 2, 12])
    #expect(try root.dataset("noise_floor").shape() == [2, 2, 2, 2, 12])
    #expect(try root.dataset("delay").read(as: Int32.self) == Array(1...12))
    #expect(try root.attribute("input_scale", as: Double.self) == [1])
    #expect(try root.attribute("test_steps", as: Int64.self) == [150])
    #expect(try root.attribute("leak_rate", as: Double.self) == [0.5])
    let capacities = try root.dataset("memory_capacity").read(as: Double.self)
    let functions = try root.dataset("memory_function").read(as: Double.self)
    for place in 0..<16 {
      let sum = functions[(place * 12)..<((place + 1) * 12)].reduce(0, +)
      #expect(capacities[place] == sum)
    }
    let means = try root.dataset("mean_memory_capacity").read(as: Double.self)
    #expect(means[0] == (capacities[0] + capacities[1]) / 2)
    let statistics = CapacityStatistics(found.measured(plan.cells[0].subject))
    #expect(statistics.meanCapacity == means[0] && statistics.count == 2)
    #expect(statistics.memoryFunction.count == 12 && statistics.standardError > 0)
  }
}

/// Sweeps and results files of recall.
@Suite struct RecallResultsFileTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("recall.h5")
  }

  private func measure(
    _ plan: Plan<Recall>, networks: [RecurrentNetwork<Double>] = [], jobs: Int = 2
  ) throws -> Results<Recall> {
    try Sweep(
      plan: plan, output: path, jobs: jobs, overwrites: true, provenance: Example.provenance,
      prober: Prober(plan, networks: networks)
    ).run()
  }

  @Test func dimensionsAreNamedAndLabelled() throws {
    _ = try measure(RecallExample.plan())
    let root = StoredObject(file: path)
    #expect(try root.dataset("network").readStrings() == ["latch gru", "memoryless rnn"])
    #expect(try root.dataset("magnitude").read(as: Double.self) == [1, 0.25])
    #expect(try root.dataset("sequence").read(as: Int32.self) == [0, 1, 2])
    #expect(try root.dataset("step").read(as: Int32.self) == [1, 2, 5, 10])
    #expect(try root.dataset("answer").shape() == [2, 2, 3, 4])
    #expect(try root.dataset("first_input").shape() == [2, 2, 3])
    #expect(try root.dataset("largest_relative_error").shape() == [2, 2, 4])
    #expect(try root.dataset("answer").stringAttribute("dimensions") == "network magnitude sequence step")
  }

  @Test func valuesAreInTheirPlaces() throws {
    let plan = try RecallExample.plan()
    let results = try measure(plan)
    let root = StoredObject(file: path)
    func values(_ name: String) throws -> [Double] { try root.dataset(name).read(as: Double.self) }
    let found = plan.runs.compactMap { results.records[$0]?.value }
    #expect(found.count == 4)
    #expect(try values("answer") == found.flatMap { $0.answers.flatMap(\.self) })
    #expect(try values("first_input") == found.flatMap(\.firstInputs))
    // The latch: 0 at step 1, exact after; 6 sequences.
    let errors = Array(try values("absolute_error").prefix(24))
    let inputs = try values("first_input")
    for sequence in 0..<6 {
      #expect(Array(errors[sequence * 4..<sequence * 4 + 4]) == [abs(inputs[sequence]), 0, 0, 0])
    }
    #expect(try Array(values("error_bound").prefix(6)) == Array(repeating: 0, count: 6))
    #expect(try values("error_bound").dropFirst(6).allSatisfy { $0.isNaN })
    let sorted = inputs.prefix(3).map(abs).sorted()
    #expect(try values("median_absolute_error")[0] == sorted[1])
    #expect(try values("largest_absolute_error")[0] == sorted[2])
    #expect(try root.dataset("first_answer_step").read(as: Int32.self) == [2, 1])
    #expect(try root.dataset("hidden_size").read(as: Int32.self) == [5, 2])
    #expect(try root.dataset("cell").readStrings() == ["gru", "rnn"])
    #expect(
      try root.dataset("readout").readStrings()
        == ["7.555786372591432e+22 * h[0]", "least squares on training sequences"])
  }

  @Test func theRootSaysWhatMadeIt() throws {
    _ = try measure(RecallExample.plan())
    let root = StoredObject(file: path)
    #expect(try root.stringAttribute("Conventions") == "CF-1.11")
    #expect(try root.attribute("seed", as: UInt64.self) == [8])
    #expect(try root.attribute("total_steps", as: Int64.self) == [10])
    #expect(try root.stringAttribute("precision") == "float32")
    #expect(try root.stringAttribute("source") == "memprobe test")
  }

  @Test func readsBackWhatWasWritten() throws {
    let plan = try RecallExample.plan()
    let results = try measure(plan)
    let found = try read(path, Recall.self)
    #expect(found.plan == plan && plan.agree(found.records, results.records))
    #expect(found.records.count == 4 && found.isComplete)
    for value in found.measured(.given("latch gru"), at: [0]) {
      #expect(value.isWithinBounds(steps: plan.settings.steps, from: 2))
      #expect(!value.isWithinBounds(steps: plan.settings.steps, from: 1))
    }
    #expect(plan.agree(results.records, try measure(plan, jobs: 1).records))
  }

  /// Flips a bit in every 29th byte, one at a time: an error, or nothing that is read has changed.
  @Test func aFlippedBitIsNeverAResult() throws {
    let plan = try RecallExample.plan()
    let results = try measure(plan)
    let whole = try bytes(of: path)
    for index in stride(from: 0, to: whole.count, by: 29) {
      var damaged = whole
      damaged[index] ^= 1 << UInt8(index % 8)
      try writeBytes(damaged, to: path)
      guard let found = try? read(path, Recall.self) else { continue }
      #expect(found.plan.fingerprint == plan.fingerprint && plan.agree(found.records, results.records))
    }
  }

  /// A plan with a magnitude out of range, or a readout of a unit that there is not.
  @Test(arguments: [
    ("\"magnitudes\":[1,", "\"magnitudes\":[-1,"), ("\"unit\":0", "\"unit\":5"),
    ("\"unit\":0", "\"unit\":-1"),
    ("\"hiddenSize\":5", "\"hiddenSize\":0"), ("\"name\":\"latch gru\"", "\"name\":\"memoryless rnn\""),
  ])
  func unsoundPlansAreRefused(good: String, bad: String) throws {
    #expect(throws: (any Error).self) { try RecallExample.plan().stored(changing: good, to: bad) }
  }

  /// The precision asked for is the one measured in: a normal times 0.1 is rounded to it.
  @Test func precisionMatters() throws {
    let inputs = try [Precision.float32, .float64].map { precision in
      let recipe = ConstructionRecipe(
        .latch, shape: NetworkShape(cell: .rnn, inputSize: 1, hiddenSize: 6), rate: nil)
      let plan = try Plan<Recall>(
        subjects: .given([GivenNetwork(recipe, name: "latch", precision: precision)]),
        settings: RecallSettings(totalSteps: 5, sequences: 8, magnitudes: [0.1]), precision: precision)
      return try #require(measure(plan).measured(.given("latch"), at: [0]).first).firstInputs
    }
    #expect(inputs[0] != inputs[1])
    #expect(inputs[0] == inputs[0].map { Double(Float($0)) })
  }
}
