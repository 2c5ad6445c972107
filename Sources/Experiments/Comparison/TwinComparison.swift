import MemoryMeasures

/// Given networks compared with their twins of one kind, by one quantity: a network by itself, or a group as a sample.
package struct TwinComparison: Sendable {
  package let sample: ComparedSample
  package let kind: TwinKind
  /// The name of what is compared: "threshold", "largest_exponent".
  package let quantity: String
  /// Its place on its axis; 0 where there is none.
  package let place: Int
  /// Twins of all networks of the sample that have a median; how many of them have a smaller one than their network, and
  /// a larger one.
  package let twins: Int
  package let twinsBelow: Int
  package let twinsAbove: Int
  /// Two-sided and exact, of this comparison alone: see `RankTest`. NaN without a network and a twin that are measured
  /// whole, and where twins read other pairs than the network (`TwinPairs.own`): the median of one run spreads more than
  /// that of ten, so that they would differ even if all networks were alike.
  package let pValue: Double
  /// The smallest that so many twins allow.
  package let smallestP: Double
  /// The p-value corrected for the number of comparisons: see `Results.comparisons`.
  package var adjustedPValue: Double
  /// Whether the networks' numbers tend to be larger.
  package let isLarger: Bool
  package let effect: Effect
  /// The median of the networks in ratio to that of the twins, or less it.
  package let estimate: Bounds
  /// 95%; `unknown` where there is no p-value.
  package let interval: Bounds
  /// Of the twins' pairs within network: see `IntraclassCorrelation`.
  package let intraclassCorrelation: Double

  /// Whether the counts are far enough from rounding, in most runs of most networks of the sample and of at least half of
  /// the twins.
  package let isClear: Bool
  /// Whether in half of the runs of the sample's networks, and of the twins', the count is reached or may be of memory.
  package let isDecided: Bool
  /// Whether every run of the plan is finished: before, nothing is said, since whoever looks often enough finds something.
  package let isFinal: Bool

  /// What is said of the two at 5%.
  package var finding: TwinFinding {
    // Products of p-values and numbers of comparisons are rounded.
    guard adjustedPValue <= 0.05 * (1 + 1e-12) else { return .noDifference }
    guard isFinal else { return .unfinished }
    guard isDecided else { return .undecided }
    return isLarger ? .larger : .smaller
  }
}

/// How given networks compare with their twins.
package enum TwinFinding: Hashable, Sendable {
  case larger
  case smaller
  /// None was found: not that there is none.
  case noDifference
  /// They differ, but in most runs of one of the two differences do not fade, and it cannot be told whether that is memory.
  case undecided
  /// They differ so far, but there are runs to come.
  case unfinished
}

extension Results {
  /// Every sample with every kind of twins by every quantity, in this order. The p-values are adjusted for the number of all
  /// of them, those to come as well. Networks count as soon as all their runs are finished.
  package var comparisons: [TwinComparison] {
    var resamples: [[Int]: Resamples] = [:]
    var comparisons = plan.subjects.samples.flatMap { sample in
      plan.subjects.twinKinds.flatMap { kind in
        M.compared(plan.settings).flatMap { compared in
          (0..<compared.count).map { compare(sample, kind, compared, place: $0, &resamples) }
        }
      }
    }
    let adjusted = Holm.adjusted(comparisons.map(\.pValue))
    for index in comparisons.indices { comparisons[index].adjustedPValue = adjusted[index] }
    return comparisons
  }

  private func compare(
    _ sample: ComparedSample, _ kind: TwinKind, _ compared: Compared<M.Value>, place: Int,
    _ resamples: inout [[Int]: Resamples]
  ) -> TwinComparison {
    func numbers(_ source: NetworkSource, _ network: GivenNetwork) -> [PairedNumbers] {
      networks(of: source, for: network.name).compactMap { compared.numbers($0.map(\.value), place: place) }
    }
    func isClear(_ network: [Record<M.Value>]) -> Bool {
      guard let clear = compared.clear else { return true }
      let runs = network.compactMap { $0.value.map { clear($0)[place] } }
      return 2 * runs.count { !$0 } < max(1, runs.count)
    }
    func isDecided(_ source: NetworkSource) -> Bool {
      guard let decided = compared.decided else { return true }
      let runs = sample.networks.flatMap { networks(of: source, for: $0.name) }.flatMap(\.self)
        .compactMap { $0.value.map { decided($0)[place] } }
      return 2 * runs.count { !$0 } <= runs.count
    }
    func unclear(_ source: NetworkSource) -> (count: Int, of: Int) {
      let all = sample.networks.flatMap { networks(of: source, for: $0.name) }
      return (all.count { !isClear($0) }, all.count)
    }
    let (ownUnclear, twinsUnclear) = (unclear(.trained), unclear(.twin(kind)))
    let strata = sample.networks.compactMap { network -> MedianEffect.Stratum? in
      numbers(.trained, network).first.map { ($0, numbers(.twin(kind), network)) }
    }.filter { !$0.twins.isEmpty }
    let isFair = plan.subjects.twinPairs == .shared
    let test = RankTest(strata.map { ($0.own.rankingMedian, $0.twins.map(\.rankingMedian)) })
    var drawn: Resamples?
    if isFair, let pairs = strata.first?.own.numbers.count {
      let twins = strata.map(\.twins.count)
      drawn = resamples[twins] ?? Resamples(twins: twins, pairs: pairs, stream: plan.bootstrapStream)
      resamples[twins] = drawn
    }
    let effect = MedianEffect(compared.effect, strata, drawn)
    let twins = strata.flatMap(\.twins)
    return TwinComparison(
      sample: sample, kind: kind, quantity: compared.name, place: place, twins: twins.count,
      twinsBelow: test.below, twinsAbove: test.above, pValue: isFair ? test.pValue : .nan,
      smallestP: isFair ? test.smallestP : .nan, adjustedPValue: .nan, isLarger: test.isAbove,
      effect: compared.effect, estimate: strata.isEmpty ? .unknown : effect.estimate,
      interval: effect.interval,
      intraclassCorrelation: twins.isEmpty ? .nan : IntraclassCorrelation.of(twins),
      isClear: 2 * ownUnclear.count < max(1, ownUnclear.of) && 2 * twinsUnclear.count <= twinsUnclear.of,
      isDecided: isDecided(.trained) && isDecided(.twin(kind)), isFinal: records.count == plan.runCount)
  }

  /// The runs of a given network, or of its twins of a kind, network by network: those of which all runs are finished.
  package func networks(of source: NetworkSource, for network: String) -> [[Record<M.Value>]] {
    plan.subjects(of: source, for: network).flatMap { subject -> [[Record<M.Value>]] in
      let runs = (0..<plan.repeats(of: subject)).map { records[Run(subject, repeat: $0)] }
      if case .twin(_, _, number: nil) = subject { return runs.compactMap { $0.map { [$0] } } }
      let found = runs.compactMap(\.self)
      return found.count == runs.count ? [found] : []
    }
  }
}

extension Compared {
  package var effect: Effect { isOfSteps ? .ratio : .difference }

  /// Of the runs of a network; nil if no run has one.
  ///
  /// - Parameters:
  ///   - runs: nil for one that failed.
  ///   - place: on the axis.
  func numbers(_ runs: [Value?], place: Int) -> PairedNumbers? {
    switch quantity {
    case .steps(let steps): PairedNumbers(counts: runs.map { $0.map { steps($0)[place] } })
    case .numbers(let numbers): PairedNumbers(runs.map { $0.map { numbers($0)[place] } })
    }
  }
}
