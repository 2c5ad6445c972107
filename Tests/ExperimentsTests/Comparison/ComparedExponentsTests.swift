import Foundation
import HDF5Reading
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

/// Given networks and their twins by their largest Lyapunov exponents: comparisons by a number that is not a count.
@Suite struct ComparedExponentsTests {
  private static func plan(
    _ networks: [GivenNetwork], repeats: Int = 2, kinds: [TwinKind] = [.glorot], twins: Int,
    settings: LyapunovSettings? = nil
  ) throws -> Plan<Lyapunov> {
    try Plan(
      subjects: .given(networks, twinKinds: kinds, twins: twins), repeats: repeats,
      settings: settings
        ?? LyapunovSettings(exponents: 1, washoutSteps: 10, alignmentSteps: 10, steps: 20, blocks: 2))
  }

  /// Drawn as Glorot twins are.
  private static func network(_ seed: Int, units: Int = 3) -> RecurrentNetwork<Double> {
    RecurrentNetwork(
      shape: NetworkShape(cell: .rnn, inputSize: 1, hiddenSize: units),
      initialization: Initialization(.glorot), stream: RandomStream(seed: 1_000 + UInt64(seed)))
  }

  private static func given(_ networks: [RecurrentNetwork<Double>], group: String? = nil) -> [GivenNetwork] {
    networks.enumerated().map { GivenNetwork(name: "\($0)", path: "\($0)", group: group, network: $1) }
  }

  private func measure(
    _ plan: Plan<Lyapunov>, _ networks: [RecurrentNetwork<Double>]
  ) throws -> Results<Lyapunov> {
    var records: [Run: Record<LyapunovMeasurement>] = [:]
    try Prober(plan, networks: networks).measure(plan.runs, threads: ThreadShare(1), isCancelled: { false }) {
      records[$0] = Record($1)
    }
    return Results(plan: plan, records: records)
  }

  /// Made-up exponents: networks at -0.125, twins at -0.5.
  private func results(
    _ count: Int = 1, group: String? = nil, twins: Int, exponent: (Run) -> Double? = { _ in nil }
  ) throws -> Results<Lyapunov> {
    let plan = try Self.plan(Self.given((0..<count).map { Self.network($0) }, group: group), twins: twins)
    var records: [Run: Record<LyapunovMeasurement>] = [:]
    for run in plan.runs {
      let usual = if case .given = run.subject { -0.125 } else { -0.5 }
      let largest = exponent(run) ?? usual
      records[run] = .measured(
        LyapunovMeasurement(
          exponents: [largest], standardErrors: [largest.isFinite ? 0.01 : .nan], stateSize: 3))
    }
    return Results(plan: plan, records: records)
  }

  // MARK: By hand

  @Test func aNumberIsComparedByItsDifference() throws {
    let comparison = try #require(results(twins: 39).comparisons.first)
    #expect(comparison.quantity == "largest_exponent" && comparison.effect == .difference)
    #expect(comparison.twins == 39 && comparison.twinsBelow == 39 && comparison.twinsAbove == 0)
    #expect(comparison.pValue == 0.05 && comparison.finding == .larger)
    #expect(comparison.estimate == Bounds(low: 0.375, high: 0.375))
    #expect(comparison.interval == comparison.estimate && comparison.isClear && comparison.isDecided)
    let below = try results(twins: 39) { if case .given = $0.subject { -2 } else { nil } }.comparisons[0]
    #expect(below.finding == .smaller && below.estimate.low == -1.5)
  }

  /// One twin less than 0.05 takes, or one network more, and nothing is said.
  @Test func tooFewTwinsFindNothing() throws {
    let few = try results(twins: 38).comparisons[0]
    #expect(few.twinsBelow == 38 && few.pValue > 0.05 && few.pValue == few.smallestP)
    #expect(few.finding == .noDifference)
    let two = try results(2, twins: 39).comparisons
    #expect(two.map(\.adjustedPValue) == [0.1, 0.1] && two.allSatisfy { $0.finding == .noDifference })
    #expect(try results(2, twins: 79).comparisons.allSatisfy { $0.finding == .larger })
  }

  @Test func aGroupIsASample() throws {
    let group = try results(4, group: "g", twins: 9).comparisons
    #expect(group.count == 1 && group[0].pValue == 2e-4 && group[0].finding == .larger)
  }

  /// What is lost without a trace is below all else, and equal to each other.
  @Test func minusInfinity() throws {
    let lost = try results(twins: 39) { if case .given = $0.subject { -.infinity } else { nil } }.comparisons[
      0]
    #expect(lost.pValue == 0.05 && lost.finding == .smaller && lost.estimate.low == -.infinity)
    let all = try results(twins: 39) { _ in -.infinity }.comparisons[0]
    #expect(all.pValue == 1 && all.finding == .noDifference && all.estimate.low.isNaN)
  }

  @Test func nothingIsSaidBeforeAllRunsAreThere() throws {
    let whole = try results(twins: 99)
    var records: [Run: Record<LyapunovMeasurement>] = whole.records.filter { _ in true }
    records[Run(.twin(of: "0", .glorot, number: 5), repeat: 1)] = nil
    let part = Results(plan: whole.plan, records: records).comparisons[0]
    #expect(part.twins == 98 && part.pValue < 0.05 && part.finding == .unfinished)
  }

  // MARK: Real networks

  /// Networks drawn as their twins are, each compared by itself: p-values of 5% or less are as rare as chance allows,
  /// within bounds that it leaves once in a thousand times.
  @Test func nothingIsFoundWhereNothingIs() throws {
    let networks = (0..<120).map { Self.network($0) }
    let plan = try Self.plan(Self.given(networks), repeats: 1, twins: 39)
    let results = try measure(plan, networks)
    let comparisons = results.comparisons
    #expect(comparisons.count == 120 && comparisons.allSatisfy { $0.twins == 39 && !$0.pValue.isNaN })
    // Of 120 with a chance of 0.05 each: more than 14 less than once in a thousand times.
    let found = comparisons.count { $0.pValue <= 0.05 }
    #expect((1...14).contains(found), "\(found) of 120")
    // Nor are they piled up at 1, or on one side.
    #expect((40...80).contains(comparisons.count { $0.pValue <= 0.5 }))
    #expect((40...80).contains(comparisons.count(where: \.isLarger)))
    #expect(comparisons.allSatisfy { $0.finding == .noDifference })
  }

  /// Networks that keep so much of their state in a step, beside drawn ones, which lose about a third.
  @Test(arguments: [(0.99, TwinFinding.larger), (0.25, .smaller)])
  func whatIsThereIsFound(rate: Double, finding: TwinFinding) throws {
    let network = try ConstructedNetwork<Double>(
      .forgetting, cell: .gru, hiddenSize: 4, inputSize: 1, rate: rate
    ).network
    let comparison = try measure(Self.plan(Self.given([network]), twins: 39), [network]).comparisons[0]
    #expect(comparison.finding == finding && comparison.pValue == 0.05)
    let difference = comparison.estimate.low
    #expect(rate > 0.5 ? (0.2..<1).contains(difference) : (-2 ..< -0.5).contains(difference), "\(difference)")
  }

  /// The network reads what every twin reads, and what it reads without them.
  @Test func twinsReadTheNetworksInputs() throws {
    let networks = [Self.network(0)]
    let plan = try Self.plan(Self.given(networks), kinds: [.glorot, .shuffled], twins: 3)
    let alone = try Self.plan(Self.given(networks), kinds: [], twins: 0)
    for index in 0..<2 {
      let paths = plan.runs.filter { $0.repeatIndex == index }.map(plan.inputPath)
      #expect(paths.count == 7 && Set(paths) == [alone.inputPath(Run(.given("0"), repeat: index))])
    }
    let (found, other) = (try measure(plan, networks), try measure(alone, networks))
    for run in alone.runs {
      #expect(alone.areEqual(try #require(found.records[run]), try #require(other.records[run])))
    }
    #expect(Set(plan.runs.compactMap { found.records[$0]?.value?.largest }).count == 14)
  }

  // MARK: Plans and files

  @Test func axes() throws {
    let networks = Self.given([Self.network(0), Self.network(1)])
    let alone = try Self.plan(networks, kinds: [], twins: 0)
    #expect(alone.axes.map(\.name) == ["network", "repeat"])
    // Plans from before there were twins are what they were.
    #expect(!String(decoding: try CanonicalJSON.encode(alone), as: UTF8.self).contains("against"))
    let compared = try Self.plan(networks, kinds: [.glorot, .shuffled], twins: 3)
    #expect(compared.axes.map(\.name) == ["network", "source", "twin", "repeat"])
    #expect(compared.runCount == 2 * 2 * 7 && compared.runs.count == 28)
    #expect(try compared.stored() == compared && alone.stored() == alone)
    #expect(compared.firstDifference(from: alone) != nil && compared.fingerprint != alone.fingerprint)
    #expect(try compared.firstDifference(from: Self.plan(networks, kinds: [.glorot], twins: 3)) == "against")
  }

  /// By the same options as divergence, with the same default.
  @Test func options() throws {
    let keys = { (settings: [String]) in settings.filter(["against", "twins", "group", "pairs"].contains) }
    #expect(keys(Experiment<Lyapunov>.settings.map(\.key)) == ["against", "twins", "group"])
    #expect(keys(Experiment<Capacity>.settings.map(\.key)).isEmpty)
    func experiment(_ given: [String: SettingValue]) throws -> Experiment<Lyapunov> {
      try Experiment(given: ["network": .texts(["a", "b"])].merging(given) { $1 })
    }
    #expect(try experiment(["against": .texts(["glorot"])]).twins == 199)
    // Two networks by two kinds.
    #expect(try experiment(["against": .texts(["glorot", "keras"])]).twins == 319)
    #expect(throws: SettingConflict(key: "twins", purpose: "comparisons with twins (--against)")) {
      try experiment(["twins": .whole(9)])
    }
  }

  @Test func whatIsWrittenIsRead() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x.h5")
    let results = try results(2, twins: 79)
    try results.write(to: path, provenance: Example.provenance)
    let found = try read(path, Lyapunov.self)
    #expect(found.plan == results.plan && results.plan.agree(found.records, results.records))
    let root = StoredObject(file: path)
    #expect(
      try root.dataset("largest_exponent").stringAttribute("dimensions") == "network source twin repeat")
    #expect(
      try root.dataset("mean_largest_exponent").stringAttribute("dimensions") == "network source twin")
    let names = Set(try root.memberNames()).filter {
      $0.hasPrefix("largest_exponent_") || $0.hasSuffix("comparison_clear")
    }
    #expect(
      names
        == Set(
          [
            "twins_below", "twins_above", "p_value", "holm_p_value", "difference", "difference_low",
            "difference_high", "intraclass_correlation",
          ].map { "largest_exponent_\($0)" }))
    #expect(
      names == names.intersection(ResultsWriter<Lyapunov>.variables(of: results.plan, isGathered: false)))
    #expect(try root.attribute("comparisons", as: Int32.self) == [2])
    let difference = try root.dataset("largest_exponent_difference")
    #expect(try difference.stringAttribute("dimensions") == "sample source")
    #expect(try difference.stringAttribute("units") == "nats per step")
    let values = try difference.read(as: Double.self)
    #expect(values[0].isNaN && values[1] == 0.375 && values[3] == 0.375)
    #expect(try root.dataset("largest_exponent_holm_p_value").read(as: Double.self)[1] == 0.05)
  }

  @Test func neitherJobsPartsNorInterruptionsMatter() throws {
    let folder = try TemporaryFolder()
    let networks = [NetworksExample.mixed, NetworksExample.simple]
    let plan = try Self.plan(
      NetworksExample.given(networks), kinds: [.glorot, .shuffled], twins: 3,
      settings: LyapunovSettings(exponents: 8, washoutSteps: 10, alignmentSteps: 10, steps: 20, blocks: 2))
    func sweep(_ name: String, _ shard: Shard = .whole, jobs: Int = 2) throws -> Results<Lyapunov> {
      try Sweep(
        plan: plan, shard: shard, output: folder.path(name), jobs: jobs, provenance: Example.provenance,
        prober: Prober(plan, networks: networks)
      ).run()
    }
    let whole = try sweep("1.h5", jobs: 1)
    #expect(whole.isComplete && whole.failed.isEmpty && whole.records.count == 28)
    _ = try sweep("4.h5", jobs: 4)
    #expect(try bytes(of: folder.path("4.h5")) == bytes(of: folder.path("1.h5")))
    for index in 1...3 { _ = try sweep("part\(index).h5", Shard(index: index, count: 3)) }
    let joined = try merged((1...3).map { folder.path("part\($0).h5") }, Lyapunov.self)
    try joined.write(to: folder.path("m.h5"), provenance: Example.provenance)
    #expect(try bytes(of: folder.path("m.h5")) == bytes(of: folder.path("1.h5")))
    do {
      let journal = try Journal(
        JournalPath.of(folder.path("r.h5")), plan: plan, shard: .whole, overwrites: false)
      try journal.begin()
      for run in plan.runs.prefix(9) { try journal.append(run, #require(whole.records[run])) }
    }
    _ = try sweep("r.h5")
    #expect(try bytes(of: folder.path("r.h5")) == bytes(of: folder.path("1.h5")))
  }
}
