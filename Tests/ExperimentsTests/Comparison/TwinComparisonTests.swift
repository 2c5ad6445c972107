import Foundation
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

@Suite struct HolmTests {
  /// Four p-values in order: times 4, 3, 2 and 1, none below the one before.
  @Test func byHand() {
    #expect(Holm.adjusted([0.01, 0.04, 0.03, 0.005]) == [0.03, 0.06, 0.06, 0.02])
    #expect(Holm.adjusted([0.02, 0.02]) == [0.04, 0.04])
    #expect(Holm.adjusted([0.5, 0.9]) == [1, 1])
    #expect(Holm.adjusted([0.2]) == [0.2])
    #expect(Holm.adjusted([]).isEmpty)
  }

  /// Of comparisons to come there is no p-value yet.
  @Test func whatHasNoPValueCountsToo() {
    let adjusted = Holm.adjusted([.nan, 0.01, .nan, 0.03])
    #expect(adjusted[1] == 0.04)
    #expect(adjusted[3] == 0.09)
    #expect(adjusted[0].isNaN && adjusted[2].isNaN)
  }
}

@Suite struct RankTestTests {
  private func test(_ own: Double, _ twins: [Double]) -> RankTest { RankTest([(own, twins)]) }

  // MARK: By hand

  /// The largest of n + 1: 1 / (n + 1), twice.
  @Test func oneNetwork() {
    let largest = test(9, [1, 2, 3, 4, 5, 6, 7])
    #expect(largest.pValue == 2.0 / 8 && largest.isAbove && largest.below == 7 && largest.above == 0)
    let smallest = test(0, [1, 2, 3, 4, 5, 6, 7])
    #expect(smallest.pValue == 2.0 / 8 && !smallest.isAbove && smallest.below == 0 && smallest.above == 7)
    // Two of eight are at least as large.
    #expect(test(6.5, [1, 2, 3, 4, 5, 6, 7]).pValue == 4.0 / 8)
    #expect(test(4, [1, 2, 3, 5, 6, 7]).pValue == 1)
  }

  /// (r + 1) / (n + 1): 199 twins reach 0.01, and a network above all but four is at 0.05.
  @Test func aHundredAndNinetyNineTwins() {
    let twins = (1...199).map(Double.init)
    #expect(test(200, twins).pValue == 0.01 && test(200, twins).smallestP == 0.01)
    #expect(test(195.5, twins).pValue == 0.05)
    #expect(test(194.5, twins).pValue == 0.06)
    #expect(test(0, twins).pValue == 0.01)
  }

  /// 9 among 9 and eight ones: two of ten are at least as large.
  @Test func ties() {
    #expect(RankTest.doubledMidranks([5, 5, 1, 9]) == [5, 5, 2, 8])
    let tied = test(9, [9, 1, 1, 1, 1, 1, 1, 1, 1])
    #expect(tied.pValue == 0.4 && tied.below == 8 && tied.above == 0)
    #expect(test(1, [1, 1, 1]).pValue == 1)
    #expect(test(.infinity, [.infinity, .infinity]).pValue == 1)
    #expect(test(.infinity, Array(repeating: 3, count: 39)).pValue == 0.05)
  }

  /// Sums of two ranks of 1, 2, 3 each: 6 in one of 9 ways, 5 in two.
  @Test func twoNetworks() {
    let both = RankTest([(3, [1, 2]), (30, [10, 20])])
    #expect(both.pValue == 2.0 / 9 && both.isAbove && both.smallestP == 2.0 / 9)
    let one = RankTest([(3, [1, 2]), (20, [10, 30])])
    #expect(one.pValue == 6.0 / 9 && one.below == 3 && one.above == 1)
    // Above one's twins and below the other's.
    #expect(RankTest([(3, [1, 2]), (5, [10, 30])]).pValue == 1)
    // Only ranks within a network's own twins count.
    #expect(RankTest([(3, [1, 2]), (3e6, [1e6, 2e6])]).pValue == both.pValue)
  }

  @Test func nothingToCompare() {
    #expect(RankTest([]).pValue.isNaN && RankTest([]).smallestP.isNaN)
    #expect(test(1, []).pValue.isNaN)
    #expect(RankTest([(1, []), (3, [1, 2])]).pValue == 2.0 / 3)
  }

  /// 10^300 ways.
  @Test func manyNetworks() {
    let twins = (1...9).map(Double.init)
    let strata = (0..<300).map { (own: $0.isMultiple(of: 2) ? 0.0 : 10, twins: twins) }
    #expect(RankTest(strata).pValue == 1)
    let above = (0..<300).map { (own: $0.isMultiple(of: 2) ? 5.5 : 10, twins: twins) }
    #expect(RankTest(above).pValue > 0 && RankTest(above).pValue < 1e-20)
  }

  // MARK: Validity

  /// Each of the numbers in the network's place in turn: no share of them is larger than their p-value, ties or not.
  @Test(arguments: [
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 1, 1, 1, 1], [1, 1, 2, 2, 3, 3, 3, 9],
    [0, 5, 5, 5, 5, 5, 5, 5, 5, 6],
    [4, 4, 4, 4, 4, 4, 4, 7], [1, 2, .infinity, .infinity, .infinity],
  ])
  func neverTooSmall(numbers: [Double]) {
    let pValues = numbers.indices.map { place in
      var twins = numbers
      let own = twins.remove(at: place)
      return RankTest([(own, twins)]).pValue
    }
    for level in pValues {
      #expect(Double(pValues.count { $0 <= level }) <= level * Double(numbers.count))
    }
  }

  /// The same of two networks with ties among their twins, over all pairs of choices.
  @Test func neverTooSmallOfTwo() {
    let (one, other): ([Double], [Double]) = ([1, 1, 2, 3, 3, 9], [5, 6, 6, 6, 7])
    func stratum(_ numbers: [Double], _ place: Int) -> RankTest.Stratum {
      var twins = numbers
      return (twins.remove(at: place), twins)
    }
    let pValues = one.indices.flatMap { first in
      other.indices.map { RankTest([stratum(one, first), stratum(other, $0)]).pValue }
    }
    #expect(pValues.contains { $0 < 0.2 })
    for level in pValues {
      #expect(Double(pValues.count { $0 <= level }) <= level * Double(pValues.count) + 1e-9)
    }
  }
}

@Suite struct PairedNumbersTests {
  private func counts(_ steps: [Int], censored: Int = 0) -> PairedNumbers? {
    PairedNumbers(
      counts:
        steps.map { CensoredSteps(steps: $0, reached: true) }
        + Array(repeating: CensoredSteps(steps: 100, reached: false), count: censored))
  }

  @Test func mediansAreRightUnderCensoring() throws {
    #expect(try #require(counts([3, 1, 2])).rankingMedian == 2)
    #expect(try #require(counts([3, 1, 2, 9])).rankingMedian == 2.5)
    #expect(try #require(counts([3, 1], censored: 1)).rankingMedian == 3)
    // Networks whose middle run is censored are equal, and above all others.
    #expect(try #require(counts([3, 1], censored: 2)).rankingMedian == .infinity)
    #expect(try #require(counts([], censored: 4)).rankingMedian == .infinity)
    #expect(PairedNumbers(counts: [nil, nil]) == nil)
    let failed = PairedNumbers(counts: [nil, CensoredSteps(steps: 7, reached: true), nil])
    #expect(failed?.rankingMedian == 7)
  }

  @Test func resampledPairs() throws {
    let counts = try #require(self.counts([10, 20, 40]))
    #expect(counts.median(weights: [3, 0, 0]) == 10)
    #expect(counts.median(weights: [1, 0, 2]) == 40)
    #expect(counts.median(weights: [2, 2, 0]) == 15)
    #expect(counts.median(weights: [0, 0, 0]).isNaN)
  }

  @Test func ratiosOfBounds() throws {
    let known = try #require(counts([50]))
    let bound = try #require(counts([], censored: 1))
    let (one, beyond) = (known.median(weights: nil), bound.median(weights: nil))
    #expect(PairedNumbers.ratio(one, to: one) == Bounds(low: 1, high: 1))
    #expect(PairedNumbers.ratio(beyond, to: one) == Bounds(low: 2, high: .infinity))
    #expect(PairedNumbers.ratio(one, to: beyond) == Bounds(low: 0, high: 0.5))
    #expect(PairedNumbers.ratio(beyond, to: beyond) == Bounds(low: 0, high: .infinity))
  }

  @Test func intraclassCorrelation() {
    func networks(_ steps: [[Int]]) -> [PairedNumbers] { steps.compactMap { counts($0) } }
    #expect(IntraclassCorrelation.of(networks([[1, 1], [5, 5], [9, 9]])) == 1)
    // Means are equal: nothing is due to the network.
    #expect(IntraclassCorrelation.of(networks([[1, 2], [2, 1]])) == -1)
    // Ranks 1 3, 2 4: squares between networks 1, within 4 over 2: (1 - 2) / (1 + 2).
    #expect(abs(IntraclassCorrelation.of(networks([[10, 30], [20, 4_000]])) + 1.0 / 3) < 1e-15)
    #expect(IntraclassCorrelation.of(networks([[7, 7], [7, 7]])).isNaN)
    #expect(IntraclassCorrelation.of(networks([[7, 8]])).isNaN)
    #expect(IntraclassCorrelation.of(networks([[7], [8]])).isNaN)
  }
}

@Suite struct MedianEffectTests {
  private func counts(_ steps: [Int]) -> PairedNumbers {
    PairedNumbers(counts: steps.map { CensoredSteps(steps: min($0, 10_000), reached: $0 <= 10_000) }) ?? never
  }

  private var never: PairedNumbers { counts([20_000]) }

  private func resamples(twins: [Int], pairs: Int, seed: UInt64 = 0) -> Resamples {
    Resamples(twins: twins, pairs: pairs, stream: RandomStream(seed: seed))
  }

  @Test func whereNothingVariesTheIntervalIsAPoint() {
    let ratio = MedianEffect(
      .ratio,
      [(counts([12, 12, 12]), Array(repeating: counts([4, 4, 4]), count: 9))], resamples(twins: [9], pairs: 3)
    )
    #expect(ratio.estimate == Bounds(low: 3, high: 3) && ratio.interval == ratio.estimate)
  }

  @Test func censoredNetworksHaveNoUpperEnd() {
    let own = counts([20_000, 20_000, 20_000])
    let ratio = MedianEffect(
      .ratio,
      [(own, Array(repeating: counts([4, 4, 4]), count: 9))], resamples(twins: [9], pairs: 3))
    #expect(ratio.estimate == Bounds(low: 2_500, high: .infinity) && ratio.interval == ratio.estimate)
  }

  /// Each in it as often as there are draws; the same in every call, others of another seed.
  @Test func resamplesAreAFunctionOfTheStream() {
    let some = resamples(twins: [5, 8], pairs: 4)
    #expect(some.draws.count == 999)
    for draw in some.draws {
      #expect(draw.pairs.count == 4 && draw.pairs.reduce(0, +) == 4 && draw.networks.count == 2)
      #expect(draw.twins.count == draw.networks.reduce(0) { $0 + [5, 8][$1] })
      #expect(draw.twins.reduce(0, +) == draw.twins.count)
    }
    #expect(some.draws.map(\.twins) == resamples(twins: [5, 8], pairs: 4).draws.map(\.twins))
    #expect(some.draws.map(\.pairs) != resamples(twins: [5, 8], pairs: 4, seed: 1).draws.map(\.pairs))
    // A single network is always itself.
    #expect(resamples(twins: [5], pairs: 4).draws.allSatisfy { $0.networks == [0] })
  }

  /// Networks and pairs have lognormal effects, and so has what is left; the network takes four times as long as the
  /// twins' median. Of 40 draws of the data 38 intervals should hold that, and most be clear of 1.
  @Test func intervalsHoldTheRatio() {
    let stream = RandomStream(seed: 3)
    var next: UInt64 = 0
    func normal() -> Double {
      defer { next += 1 }
      return Double(stream.normal(next))
    }
    let resamples = resamples(twins: [9], pairs: 7)
    let intervals = (0..<40).map { _ in
      let pairs = (0..<7).map { _ in 0.2 * normal() }
      func network(_ effect: Double) -> PairedNumbers {
        counts(pairs.map { Int((500 * exp2(effect + $0 + 0.4 * normal())).rounded()) })
      }
      let own = network(2)
      return MedianEffect(.ratio, [(own, (0..<9).map { _ in network(0.5 * normal()) })], resamples).interval
    }
    let held = intervals.count { $0.low <= 4 && 4 <= $0.high }
    #expect(held >= 34, "\(held) of 40")
    #expect(intervals.count { $0.low > 1 } > 20)
  }
}

/// Numbers of either sign, by their difference.
@Suite struct MedianDifferenceTests {
  private func numbers(_ values: Double?...) throws -> PairedNumbers { try #require(PairedNumbers(values)) }

  private func difference(_ own: PairedNumbers, _ twins: [PairedNumbers]) -> MedianEffect {
    MedianEffect(
      .difference, [(own, twins)],
      Resamples(twins: [twins.count], pairs: own.numbers.count, stream: RandomStream(seed: 1)))
  }

  @Test func mediansOfNumbers() throws {
    #expect(try numbers(-3, 1, -0.5).rankingMedian == -0.5)
    #expect(try numbers(-3, 1, nil, .nan).rankingMedian == -1)
    #expect(try numbers(-.infinity, -.infinity, 2).rankingMedian == -.infinity)
    #expect(PairedNumbers([nil, .nan]) == nil)
  }

  @Test func whereNothingVariesTheIntervalIsAPoint() throws {
    let twins = try (0..<9).map { _ in try numbers(-0.75, -0.75) }
    let found = difference(try numbers(-0.25, -0.25), twins)
    #expect(found.estimate == Bounds(low: 0.5, high: 0.5) && found.interval == found.estimate)
    // The middle of an even number of twins is between two.
    let mixed = difference(try numbers(1, 1), [try numbers(-1, -1), try numbers(0, 0)])
    #expect(mixed.estimate == Bounds(low: 1.5, high: 1.5) && mixed.interval == Bounds(low: 1, high: 2))
  }

  /// A network that loses all at once is infinitely far from one that does not; from another nobody knows how far.
  @Test func minusInfinity() throws {
    let (lost, kept) = (try numbers(-.infinity, -.infinity), try numbers(-1, -1))
    #expect(difference(lost, [kept, kept]).estimate == Bounds(low: -.infinity, high: -.infinity))
    #expect(difference(kept, [lost, lost]).interval == Bounds(low: .infinity, high: .infinity))
    let unknown = difference(lost, [lost, lost])
    #expect(unknown.estimate.low.isNaN && unknown.interval.low.isNaN)
  }
}

/// Comparisons of real networks.
@Suite struct ComparedNetworksTests {
  /// Freshly drawn networks among their Glorot twins and their own permutations, where nothing is to be found: p-values of
  /// 5% or less are as rare as chance allows, within bounds that it leaves once in a thousand times.
  @Test func nothingIsFoundWhereNothingIs() throws {
    let networks = (0..<40).map { index in
      RecurrentNetwork<Double>(
        rounding: RecurrentNetwork<Float>(
          shape: NetworkShape(cell: .gru, inputSize: 1, hiddenSize: 5),
          initialization: Initialization(.glorot),
          stream: RandomStream(seed: 1_000 + UInt64(index))))
    }
    let given = networks.enumerated().map { GivenNetwork(name: "\($0)", path: "\($0)", network: $1) }
    let plan = try NetworksExample.plan(
      networks: given, pairs: 3, twins: 39,
      settings: NetworksExample.settings(totalSteps: 220, thresholds: [1e-4]))
    var records: [Run: Record<DivergenceMeasurement>] = [:]
    let prober = try Prober(plan, networks: networks)
    for batch in Batch.plan(plan.runs, of: plan, jobs: 1) {
      try prober.measure(batch.runs, threads: 1, isCancelled: { false }) { records[$0] = Record($1) }
    }
    // As in comparisons, but for their intervals.
    let results = Results(plan: plan, records: records)
    let pValues = given.flatMap { network in
      plan.subjects.twinKinds.map { kind in
        func medians(_ source: NetworkSource) -> [Double] {
          results.networks(of: source, for: network.name).compactMap {
            PairedNumbers(counts: $0.map { $0.value?.thresholds[0] })?.rankingMedian
          }
        }
        return RankTest(medians(.trained).map { ($0, medians(.twin(kind))) }).pValue
      }
    }
    #expect(pValues.count == 80 && pValues.allSatisfy { !$0.isNaN })
    let found = pValues.count { $0 <= 0.05 }
    #expect((1...Self.mostByChance(of: 80, share: 0.05)).contains(found), "\(found) of 80")
    // Nor are they piled up at 1.
    #expect(pValues.count { $0 <= 0.5 } > 25)
  }

  /// The largest count that is exceeded less than once in a thousand times.
  private static func mostByChance(of total: Int, share: Double) -> Int {
    var probability = pow(1 - share, Double(total))
    var sum = probability
    var count = 0
    while sum < 0.999 {
      probability *= Double(total - count) / Double(count + 1) * share / (1 - share)
      sum += probability
      count += 1
    }
    return count
  }

  /// Made-up counts: trained networks at 500 steps and more, twins at 40 and more, censored runs above all.
  private func results(
    groups: [String?], twins: Int, longer: (Int) -> Bool = { _ in true }
  ) throws -> Results<Divergence> {
    let networks = groups.enumerated().map { index, group in
      GivenNetwork(
        name: "\(index)", path: "nets/\(index)", group: group,
        network: RecurrentNetwork<Double>(
          shape: NetworkShape(cell: .rnn, inputSize: 1, hiddenSize: 2),
          initialization: Initialization(.glorot),
          stream: RandomStream(seed: UInt64(index))))
    }
    let plan = try NetworksExample.plan(
      networks: networks, pairs: 3, twinKinds: [.glorot], twins: twins,
      settings: NetworksExample.settings(totalSteps: 1_100, thresholds: [1e-3]))
    var records: [Run: Record<DivergenceMeasurement>] = [:]
    for run in plan.runs {
      var value = Divergence.blank(plan.settings)
      let base = if case .given(let name) = run.subject { longer(Int(name) ?? 0) ? 500 : 1 } else { 40 }
      value.thresholds = [CensoredSteps(steps: base + run.repeatIndex, reached: true)]
      records[run] = .measured(value)
    }
    return Results(plan: plan, records: records)
  }

  @Test func aNetworkCountsOnce() throws {
    let comparison = try #require(results(groups: [nil], twins: 39).comparisons.first)
    #expect(comparison.twins == 39 && comparison.twinsBelow == 39 && comparison.twinsAbove == 0)
    #expect(comparison.pValue == 0.05 && comparison.finding == .larger)
    #expect(comparison.estimate.low == 501.0 / 41 && comparison.estimate.high == comparison.estimate.low)
    // Fewer twins cannot find anything.
    let few = try #require(results(groups: [nil], twins: 38).comparisons.first)
    #expect(few.pValue > 0.05 && few.smallestP == few.pValue && few.finding == .noDifference)
    // Two comparisons: twice the p-value.
    let two = try results(groups: [nil, nil], twins: 39).comparisons
    #expect(two.map(\.adjustedPValue) == [0.1, 0.1] && two.allSatisfy { $0.finding == .noDifference })
  }

  /// Four networks above their nine twins each: 1 of 10^4, twice. One of them alone could not be told from chance.
  @Test func aGroupIsASample() throws {
    let results = try results(groups: ["g", "g", "g", "g"], twins: 9)
    #expect(results.comparisons.count == 1)
    let group = results.comparisons[0]
    #expect(group.sample.name == "g" && group.sample.networks.count == 4 && group.sample.isGroup)
    #expect(group.pValue == 2e-4 && group.smallestP == group.pValue && group.finding == .larger)
    #expect(group.twins == 36 && group.twinsBelow == 36)
    // Half of them above, half below.
    let mixed = try self.results(groups: ["g", "g", "g", "g"], twins: 9) { $0.isMultiple(of: 2) }
    #expect(mixed.comparisons[0].pValue == 1)
    // Beside a network by itself.
    let beside = try self.results(groups: [nil, "g", "g"], twins: 9).comparisons
    #expect(beside.map(\.sample.name) == ["0", "g"] && beside.map(\.pValue) == [0.2, 0.02])
  }

  @Test func onlyWhatIsFinishedCounts() throws {
    let whole = try results(groups: [nil], twins: 39)
    var records: [Run: Record<DivergenceMeasurement>] = whole.records.filter { _ in true }
    let twin = Subject.twin(of: "0", .glorot, number: 7)
    records[Run(twin, repeat: 1)] = nil
    records[Run(.twin(of: "0", .glorot, number: 8), repeat: 0)] = .failed(reason: "broken")
    let part = Results(plan: whole.plan, records: records).comparisons[0]
    #expect(part.twins == 38)
    records[Run(.given("0"), repeat: 2)] = nil
    let none = Results(plan: whole.plan, records: records).comparisons[0]
    #expect(none.twins == 0 && none.pValue.isNaN && none.estimate.low.isNaN && none.finding == .noDifference)
  }

  @Test func everyRunCensored() throws {
    let whole = try results(groups: [nil], twins: 39)
    let records = whole.records.filter { _ in true }.mapValues { _ in
      Record.measured(Divergence.blank(whole.plan.settings))
    }
    let comparison = Results(plan: whole.plan, records: records).comparisons[0]
    #expect(comparison.pValue == 1 && comparison.finding == .noDifference)
    #expect(comparison.estimate == Bounds(low: 0, high: .infinity))
    #expect(comparison.interval == comparison.estimate)
    #expect(comparison.intraclassCorrelation.isNaN)
  }

  /// Counts near the rounding floor of the network, or of more than half of its twins, are marked.
  @Test func countsNearTheFloorAreMarked() throws {
    let whole = try results(groups: [nil], twins: 9)
    #expect(whole.comparisons[0].isClear)
    func isClear(near isNear: (Run) -> Bool) -> Bool {
      let records = whole.records.map { run, record -> (Run, Record<DivergenceMeasurement>) in
        guard var value = record.value, isNear(run) else { return (run, record) }
        value.floor = DifferenceFloor(median: 1e-4, largest: 1e-4)
        return (run, .measured(value))
      }
      let results = Results(
        plan: whole.plan, records: Dictionary(uniqueKeysWithValues: records))
      return results.comparisons[0].isClear
    }
    func twin(_ run: Run) -> Int? { if case .twin(_, _, let number) = run.subject { number } else { nil } }
    #expect(!isClear { twin($0) == nil && $0.repeatIndex > 0 })
    #expect(isClear { twin($0) == nil && $0.repeatIndex > 1 })
    #expect(!isClear { (twin($0) ?? 9) < 5 })
    #expect(isClear { (twin($0) ?? 9) < 4 })
  }

  /// More comparisons take more twins.
  @Test func standardTwins() {
    #expect([1, 2, 3, 8, 100].map(Subjects.standardTwins) == [199, 199, 239, 639, 999])
  }

  @Test func groupsAreSamples() throws {
    #expect(throws: PlanError.groupOfOne("g")) { try results(groups: [nil, "g"], twins: 2) }
    #expect(throws: PlanError.repeatedName("0")) { try results(groups: [nil, "0", "0"], twins: 2) }
    var networks = NetworksExample.given()
    networks = networks.map {
      GivenNetwork(
        name: $0.name, path: $0.path, selection: "", group: "g", checkpoint: nil, notes: [],
        construction: nil, outline: $0.outline,
        digest: $0.digest)
    }
    #expect(throws: PlanError.mixedGroup("g", "mixed", "simple")) {
      try NetworksExample.plan(networks: networks)
    }
    let copies = ["a", "b"].map {
      GivenNetwork(name: $0, path: $0, group: "g", network: NetworksExample.simple)
    }
    #expect(throws: PlanError.repeatedWeights("g", "a", "b")) { try NetworksExample.plan(networks: copies) }
  }
}
