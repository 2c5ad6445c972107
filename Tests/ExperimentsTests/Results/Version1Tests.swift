import Foundation
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

/// Files of earlier versions of the formats are read, and written anew with the same numbers.
@Suite struct Version1Tests {
  private static let folder = "Tests/ExperimentsTests/Fixtures/version1"

  /// With those of before Lyapunov exponents were asked for a precision.
  private static var all: [String] {
    [folder, "Tests/ExperimentsTests/Fixtures/revision1", "results"].flatMap { files($0) }
  }

  private static func files(_ folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: Repository.path(folder))) ?? []
    return names.filter { $0.hasSuffix(".h5") }.sorted().map { "\(folder)/\($0)" }
  }

  @Test func thereAreFilesOfEveryKind() throws {
    let formats = try Self.files(Self.folder).map {
      try LabelledResults(Repository.bytes(of: $0), path: $0).format
    }
    let kinds = ["divergence", "comparison", "memorization", "capacity", "recall"]
    #expect(Set(formats) == Set(kinds.map { "memprobe \($0)" }))
    #expect(Self.files("results").count >= 12)
  }

  /// What capacities were called before they were corrected for the length of the training; nil for what is left out, for
  /// it does not hold of the corrected ones.
  private static let uncorrected: [String: String?] = [
    "memory_capacity": "uncorrected_memory_capacity", "memory_capacity_error": nil,
    "memory_function": "uncorrected_memory_function",
    "mean_memory_capacity": "mean_uncorrected_memory_capacity", "std_memory_capacity": nil,
  ]

  /// Every coordinate and every variable of an old file is in the one that is written now, bit for bit, but for
  /// comparisons that are not made any more.
  @Test(arguments: all) func writtenAnewTheNumbersAreTheSame(file: String) throws {
    let document = try Document(reading: Repository.path(file))
    let old = try document.labelled(provenance: Example.provenance)
    let results = document.results
    let new = try labelled(results)
    #expect(old.dimensions == new.dimensions.filter { dimension in old.dimensions.contains(dimension) })
    for coordinate in old.coordinates {
      #expect(try coordinate.values == #require(new.coordinate(coordinate.name)).values, "\(coordinate.name)")
    }
    let dropped = ["_mann_whitney_u", "_cliffs_delta", "_p_value"]
    for variable in old.variables where !dropped.contains(where: variable.name.hasSuffix) {
      let former = old.version < 3 ? Self.uncorrected[variable.name] : nil
      guard let name = former ?? variable.name else { continue }
      let found = try #require(new.variable(name), "\(variable.name)")
      #expect(found.dimensions == variable.dimensions && found.shape == variable.shape, "\(variable.name)")
      let isSame = found.values == variable.values
      #expect(isSame, "\(variable.name)")
      // There are more outcomes today; those that there were have their numbers and meanings.
      #expect(
        found.fill == variable.fill && found.flags.starts(with: variable.flags), "\(variable.name)")
    }
  }

  /// The plan that is read is one that is stored and read again.
  @Test(arguments: files(folder) + files("results")) func plansAreStoredAnew(file: String) throws {
    let results = try Document(reading: Repository.path(file)).results
    try expectStored(results)
  }

  private func expectStored(_ results: some AnyResults) throws {
    let plan = results.typed.plan
    let stored = try plan.stored()
    #expect(stored == plan && stored.fingerprint == plan.fingerprint)
  }

  private func results<M: Measure>(_ name: String, _: M.Type) throws -> Results<M> {
    try read(Repository.path("\(Self.folder)/\(name).h5"), M.self)
  }

  private static func network() throws -> RecurrentNetwork<Double> {
    try committedNetwork("results/networks/adding-keras-gru32.keras")
  }

  /// What is read is what is measured now, with the plan that is read.
  private func expectMeasured<M: Measure>(
    _ results: Results<M>, networks: [RecurrentNetwork<Double>] = [], tolerance: Double = 0
  ) throws {
    var found: [Run: Record<M.Value>] = [:]
    try Prober(results.plan, networks: networks)
      .measure(results.plan.runs(of: results.shard), threads: 1, isCancelled: { false }) {
        found[$0] = Record($1)
      }
    #expect(results.isComplete && found.count == results.records.count)
    guard tolerance > 0 else {
      #expect(results.plan.agree(found, results.records))
      return
    }
    for (run, record) in found {
      for column in M.columns(results.plan.settings) {
        guard case .numbers(let new)? = record.value.map({ column.values([$0]) }),
          case .numbers(let old)? = results.records[run]?.value.map({ column.values([$0]) })
        else { continue }
        // What was not found then is missing.
        #expect(zip(new, old).allSatisfy { abs($0 - $1) < tolerance || $1.isNaN }, "\(column.name)")
      }
    }
  }

  /// The same of divergence, which counted without a dwell: what is censored now may have been reached, at the same step,
  /// and what is reached now was then. There were no floors, and files do not say that there were.
  private func expectCountedWithoutDwell(
    _ results: Results<Divergence>, networks: [RecurrentNetwork<Double>] = []
  ) throws {
    #expect(results.plan.arithmeticRevision == 1 && results.isComplete)
    #expect(!results.plan.columns.contains { $0.name == "threshold_clear" || $0.name == "floor_median" })
    var found = 0
    try Prober(results.plan, networks: networks)
      .measure(results.plan.runs(of: results.shard), threads: 1, isCancelled: { false }) { run, result in
        guard let new = try? result.get(), let old = results.records[run]?.value else { return }
        found += 1
        #expect(new.firstEqual == old.firstEqual && new.merged == old.merged && new.curve == old.curve)
        #expect(new.finalDifference == old.finalDifference && old.floor.median.isNaN)
        for (now, then) in zip([new.settled] + new.thresholds, [old.settled] + old.thresholds) {
          #expect(now.steps == then.steps && (then.reached || !now.reached))
        }
      }
    #expect(found == results.records.count)
  }

  /// The same plan under the first arithmetic.
  private func revision1(_ plan: Plan<Divergence>) throws -> Plan<Divergence> {
    try Plan(
      subjects: plan.subjects, repeats: plan.repeats, settings: plan.settings, seed: plan.seed,
      precisions: plan.precisions, inputs: plan.inputs, arithmeticRevision: 1)
  }

  @Test func drawnNetworks() throws {
    let found = try results("divergence", Divergence.self)
    #expect(try found.plan == revision1(Example.plan(recordsCurve: true)))
    try expectCountedWithoutDwell(found)

    let part = try results("reservoir-shard", Divergence.self)
    var initialization = Initialization(.glorot)
    initialization.gain = 1.5
    initialization.reservoir = try Reservoir(spectralRadius: 0.8, leakRate: 0.5)
    let plan = try Plan<Divergence>(
      subjects: .drawn(
        Example.grid(
          cells: [.esn], layers: [1, 2], hiddenSizes: [3], inputSizes: [2], initialization: initialization)),
      repeats: 2, settings: DivergenceSettings(totalSteps: 300, uniqueSteps: 100, thresholds: [1e-3]),
      precision: .float64)
    #expect(try part.plan == revision1(plan) && part.shard == Shard("1/2"))
    try expectCountedWithoutDwell(part)
  }

  @Test func givenNetworks() throws {
    let network = try Self.network()
    let alone = try results("network", Divergence.self)
    #expect(alone.plan.subjects.twinKinds.isEmpty && alone.plan.repeats == 2)
    try expectCountedWithoutDwell(alone, networks: [network])

    let twins = try results("compare", Divergence.self)
    #expect(twins.plan.subjects.twinKinds == [.glorot, .shuffled] && twins.plan.subjects.twins == 2)
    #expect(twins.plan.repeats == 3 && twins.plan.settings.thresholds == [0.1, 1e-3])
    #expect(twins.plan.subjects.given[0].digest == GivenNetwork.digest(of: network))
    try expectCountedWithoutDwell(twins, networks: [network])
    // Twins read a pair of their own: their medians are told, but not tested.
    #expect(
      twins.plan.subjects.twinPairs == .own && twins.plan.axes.map(\.name) == ["network", "source", "run"])
    for comparison in twins.comparisons {
      #expect(comparison.twins == 2 && comparison.estimate.low > 0)
      #expect(comparison.pValue.isNaN && comparison.finding == .noDifference && comparison.interval.low.isNaN)
    }

    let recorded = try results("compare-recorded", Divergence.self)
    #expect(recorded.plan.inputs.name == "results/networks/adding-inputs.npy")
    #expect(recorded.plan.settings.recordsCurve && recorded.records.count == 3)
    #expect(throws: PlanError.otherInputs) { try Prober(recorded.plan, networks: [network]) }
  }

  @Test func trainings() throws {
    let found = try results("memorize", Memorization.self)
    let plan = try MemorizationExample.plan(
      grid: NetworkGrid(
        cells: [.rnn, .gru], layers: [1, 2], hiddenSizes: [3], inputSizes: [1],
        initialization: Initialization(.pytorch)), recordsCurve: true
    ) { $0.learningRate = 0.05 }
    // Nothing but the revision of the arithmetic is another.
    #expect(found.plan.arithmeticRevision == 1)
    #expect(found.plan.firstDifference(from: plan) == "arithmetic-revision")
    #expect(found.plan.settings == plan.settings && found.plan.subjects == plan.subjects)
    try expectMeasured(found)
  }

  @Test func capacities() throws {
    let found = try results("capacity", Capacity.self)
    let plan = try Plan<Capacity>(
      subjects: .drawn(CapacityExample.grid(hiddenSizes: [3])), repeats: 2,
      settings: CapacitySettings(
        washoutSteps: 50, trainingSteps: 200, testSteps: 150, maximumDelay: 12, surrogates: 2,
        readsInput: true), seed: 3)
    #expect(found.plan.firstDifference(from: plan) == "arithmetic-revision")
    #expect(found.plan.settings == plan.settings && found.plan.subjects == plan.subjects)
    for record in found.records.values {
      let value = try #require(record.value)
      #expect(!value.isCorrected && value.memoryFunction.allSatisfy(\.isNaN))
      #expect(value.uncorrectedTotal.isFinite)
    }
    try expectMeasured(found, tolerance: 1e-6)
    try expectMeasured(
      results("capacity-network", Capacity.self), networks: [Self.network()], tolerance: 1e-6)
  }

  @Test func recall() throws {
    let latches = try results("recall", Recall.self)
    #expect(latches.plan.subjects.given.map(\.name) == ["latch rnn", "latch lstm", "latch gru"])
    #expect(latches.plan.settings.magnitudes == [1, 0.25] && latches.plan.seed == 8)
    for network in latches.plan.subjects.given {
      let promise = try #require(network.outline.promise)
      #expect(network.outline.readout != nil)
      for place in 0..<2 {
        let value = try #require(latches.measured(.given(network.name), at: [place]).first)
        #expect(value.isWithinBounds(steps: latches.plan.settings.steps, from: promise.firstStep))
      }
    }
    let fitted = try results("recall-fitted", Recall.self)
    #expect(fitted.plan.settings.readoutUnit == nil && fitted.plan.settings.trainingSequences == 40)
    let unit = try results("recall-unit", Recall.self)
    #expect(unit.plan.settings.readoutUnit == 5 && unit.plan.settings.readoutScale == 0.5)
    #expect(unit.plan.subjects.given[0].outline.readout == nil)
  }
}
