import MemoryMeasures

/// Given networks compared with their twins of one kind, by one count: a network by itself, or a group as a sample.
package struct TwinComparison: Sendable {
  package let sample: ComparedSample
  package let kind: TwinKind
  /// The count's name, that of an axis of counts: "threshold".
  package let count: String
  /// Its place on that axis; 0 where there is none.
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
  /// Whether the networks' counts tend to be larger.
  package let isLonger: Bool
  /// The median of the networks, divided by that of the twins.
  package let ratio: Ratio
  /// 95%; `unknown` where there is no p-value.
  package let interval: Ratio
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
    return isLonger ? .longer : .shorter
  }
}

/// How the memory of given networks compares with that of their twins.
package enum TwinFinding: Hashable, Sendable {
  case longer
  case shorter
  /// None was found: not that there is none.
  case noDifference
  /// They differ, but in most runs of one of the two differences do not fade, and it cannot be told whether that is memory.
  case undecided
  /// They differ so far, but there are runs to come.
  case unfinished
}

extension Results {
  /// Every sample with every kind of twins by every count, in this order. The p-values are adjusted for the number of all
  /// of them, those to come as well. Networks count as soon as all their runs are finished.
  package var comparisons: [TwinComparison] {
    var resamples: [[Int]: Resamples] = [:]
    var comparisons = plan.subjects.samples.flatMap { sample in
      plan.subjects.twinKinds.flatMap { kind in
        M.comparedSteps(plan.settings).flatMap { compared in
          (0..<(compared.axis?.count ?? 1)).map { compare(sample, kind, compared, place: $0, &resamples) }
        }
      }
    }
    let adjusted = Holm.adjusted(comparisons.map(\.pValue))
    for index in comparisons.indices { comparisons[index].adjustedPValue = adjusted[index] }
    return comparisons
  }

  private func compare(
    _ sample: ComparedSample, _ kind: TwinKind, _ compared: ComparedSteps<M.Value>, place: Int,
    _ resamples: inout [[Int]: Resamples]
  ) -> TwinComparison {
    func counts(_ source: NetworkSource, _ network: GivenNetwork) -> [PairedCounts] {
      networks(of: source, for: network.name).compactMap { runs in
        PairedCounts(runs.map { $0.value.map { compared.steps($0)[place] } })
      }
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
    let strata = sample.networks.compactMap { network -> MedianRatio.Stratum? in
      counts(.trained, network).first.map { ($0, counts(.twin(kind), network)) }
    }.filter { !$0.twins.isEmpty }
    let isFair = plan.subjects.twinPairs == .shared
    let test = RankTest(strata.map { ($0.own.rankingMedian, $0.twins.map(\.rankingMedian)) })
    var drawn: Resamples?
    if isFair, let pairs = strata.first?.own.counts.count {
      let twins = strata.map(\.twins.count)
      drawn = resamples[twins] ?? Resamples(twins: twins, pairs: pairs, stream: plan.bootstrapStream)
      resamples[twins] = drawn
    }
    let ratio = MedianRatio(strata, drawn)
    let twins = strata.flatMap(\.twins)
    return TwinComparison(
      sample: sample, kind: kind, count: compared.name, place: place, twins: twins.count,
      twinsBelow: test.below,
      twinsAbove: test.above, pValue: isFair ? test.pValue : .nan, smallestP: isFair ? test.smallestP : .nan,
      adjustedPValue: .nan, isLonger: test.isAbove, ratio: strata.isEmpty ? .unknown : ratio.estimate,
      interval: ratio.interval, intraclassCorrelation: twins.isEmpty ? .nan : IntraclassCorrelation.of(twins),
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
