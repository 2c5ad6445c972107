import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

/// Several precisions in one plan: an axis of results.
@Suite struct PrecisionAxisTests {
  private typealias Nets = NetworksExample

  private static let precisions: [Precision] = [.bfloat16, .float32, .float64, .float16]

  private func plan(
    _ precisions: [Precision] = precisions, rounding: Rounding = .stepwise,
    thresholds: [Double] = [0.1, 1e-6]
  ) throws -> Plan<Divergence> {
    try Plan(
      subjects: .drawn(Example.grid()), repeats: 2,
      settings: DivergenceSettings(totalSteps: 300, uniqueSteps: 100, thresholds: thresholds), seed: 7,
      precisions: precisions, rounding: rounding)
  }

  private func measure(
    _ plan: Plan<Divergence>, networks: [any NetworkOfAnyPrecision] = []
  ) throws -> Results<Divergence> {
    var records: [Run: Record<DivergenceMeasurement>] = [:]
    try Prober(plan, networks: networks).measure(plan.runs, threads: ThreadShare(2), isCancelled: { false }) {
      records[$0] = Record($1)
    }
    return Results(plan: plan, records: records)
  }

  /// Every precision finds what a plan of it alone finds, bit for bit: the same networks and inputs, rounded.
  @Test func everyPrecisionIsAsAlone() throws {
    let together = try measure(plan())
    #expect(together.records.count == 4 * 16 && together.isComplete)
    let parts = together.byPrecision
    #expect(parts.map(\.plan.precision) == Self.precisions)
    for (part, precision) in zip(parts, Self.precisions) {
      let alone = try measure(plan([precision]))
      #expect(part.plan == alone.plan && part.isComplete)
      #expect(part.plan.agree(part.records, alone.records), "\(precision)")
      #expect(part.records.values.compactMap(\.value).allSatisfy { $0.precision == precision })
    }
    // And no two find the same.
    let settled = parts.map { part in part.plan.runs.map { part.records[$0]?.value?.settled.steps ?? 0 } }
    #expect(Set(settled).count == 4)
  }

  @Test func givenNetworksAreRoundedToEach() throws {
    let network = Nets.networks[0]
    func given(_ precisions: [Precision]) throws -> Results<Divergence> {
      try measure(
        Plan(
          subjects: .given(Nets.given([network])), repeats: 2, settings: plan().settings,
          precisions: precisions), networks: [network])
    }
    for part in try given([.float64, .bfloat16]).byPrecision {
      let alone = try given([part.plan.precision])
      #expect(part.plan.agree(part.records, alone.records))
    }
  }

  @Test func resultsHaveTheAxis() throws {
    let folder = try TemporaryFolder()
    let (path, found) = (folder.path("x.h5"), try measure(plan()))
    try found.write(to: path, provenance: Example.provenance)
    let read = try read(path)
    #expect(read.plan == found.plan)
    #expect(found.plan.agree(read.records, found.records))
    #expect(
      read.records.values.compactMap(\.value).allSatisfy { value in
        value.isClear(of: 1e-6) == (!value.precision.isEmulated && value.floor.isClear(of: 1e-6))
      })
    #expect(
      found.plan.axes.map(\.name) == ["cell", "layers", "hidden_size", "input_size", "precision", "repeat"])
    let names = found.plan.label(of: try #require(found.plan.runs.last)).parts
    #expect(names.contains { $0.axis == "precision" && $0.value == "float16" })
  }

  /// Plans of one precision are stored, and told apart, as before there was an axis; rounding counts where there is any.
  @Test func plansOfOneAreAsTheyWere() throws {
    let one = try plan([.float32])
    #expect(try one == Example.plan(precision: .float32) && one.axes.count == 5)
    #expect(try one.fingerprint == plan([.float32], rounding: .storage).fingerprint)
    #expect(try plan([.float16]).firstDifference(from: plan([.float16], rounding: .fused)) == "rounding")
    #expect(try plan().firstDifference(from: plan([.float32])) == "precision")
    for plan in [one, try plan(), try plan([.bfloat16], rounding: .storage)] {
      #expect(try CanonicalJSON.decode(Plan<Divergence>.self, from: CanonicalJSON.encode(plan)) == plan)
    }
  }

  /// Exponents of before there was a choice are of weights in float32, and computed in float64; those of today are told
  /// apart from them.
  @Test func exponentsOfBeforeThereWasAChoice() throws {
    let path = Repository.path("Tests/ExperimentsTests/Fixtures/revision1/lyapunov.h5")
    let plan = try #require(try Document(reading: path).results(of: Lyapunov.self)).plan
    #expect(plan.precisions == [.float32] && plan.computedPrecisions == [.float64])
    #expect(plan.arithmeticWords == "float64")
    let today = try Plan<Lyapunov>(subjects: plan.subjects, settings: plan.settings, precision: .float32)
    #expect(today.computedPrecisions == [.float32])
    #expect(today.firstDifference(from: plan) == "arithmetic-revision")
    #expect(Experiment<Lyapunov>.standard.precisions == [.float64])
  }

  @Test func whatCannotBe() throws {
    for precisions in [[Precision.float32, .float32], []] {
      #expect(throws: SettingError.self) {
        try Experiment<Divergence>(given: ["precision": .texts(precisions.map(\.rawValue))])
      }
    }
    #expect(
      throws: SettingConflict(key: "rounding", purpose: "16-bit arithmetic (--precision bfloat16,float16)")
    ) {
      try Experiment<Divergence>(given: ["rounding": .text("fused")])
    }
    #expect(throws: SettingError.self) {
      try Plan<Divergence>(
        subjects: .given(Nets.given([Nets.networks[0]]), twinKinds: [.glorot], twins: 2), repeats: 1,
        settings: plan().settings, precisions: [.float32, .float64])
    }
    let latch = ConstructionRecipe(
      .latch, shape: NetworkShape(cell: .lstm, inputSize: 1, hiddenSize: 4), rate: nil)
    #expect(throws: SettingError.self) {
      try Plan<Divergence>(
        subjects: .given([GivenNetwork(latch, name: "latch", precision: .float32)]), repeats: 1,
        settings: plan().settings, precisions: [.bfloat16])
    }
  }

  /// What depends on the precision follows it.
  @Test func thresholdsFollow() throws {
    func thresholds(_ precision: Precision) -> [Double] { DivergenceSettings.standard(precision).thresholds }
    #expect(thresholds(.float32) == DivergenceSettings.standard.thresholds)
    #expect(thresholds(.float64).last == 1e-12 && thresholds(.float64).count == 9)
    #expect(thresholds(.float16) == [0.1, 0.01, 0.001] && thresholds(.bfloat16) == [0.1, 0.01])
  }
}
