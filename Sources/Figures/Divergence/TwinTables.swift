import Experiments
import MemoryMeasures
import Text

/// The tables of a given network, a group of them or a series of checkpoints, and their twins: how many steps they take,
/// and how they compare.
struct TwinTables {
  let results: Results<Divergence>
  var choice = TableChoice()
  /// One, or all of a series of checkpoints.
  let samples: [ComparedSample]
  /// Of all samples.
  let comparisons: [TwinComparison]

  private var plan: Plan<Divergence> { results.plan }
  private var isFair: Bool { plan.subjects.twinPairs == .shared }
  private var own: [TwinComparison] { comparisons.filter { samples.contains($0.sample) } }
  private var sample: ComparedSample { samples[0] }
  private var isSeries: Bool { sample.networks[0].checkpoint != nil }
  private var counter: String { sample.networks[0].counter ?? "step" }

  /// The counts that are compared; settled steps where there are none.
  private var counts: [ShownCount] {
    let compared = plan.thresholds(choice, or: plan.comparedCounts)
    return compared.isEmpty ? [.settled] : compared
  }

  /// That of the steps first.
  var tables: [ResultsTable] { [stepsTable] + (own.isEmpty ? [] : [twinsTable]) }

  // MARK: Steps

  private var stepsTable: ResultsTable {
    let rows = samples.flatMap { sample in
      plan.sources.map { source in
        let found = counts.map { results.medians(of: source, for: sample, $0) }
        let name = sample.networks[0].name(of: source)
        return (
          label: "\(step(sample))\(name) (\(NumberText.whole(found.first?.count ?? 0)))",
          summaries: found.map(\.summary)
        )
      }
    }
    let meaning =
      isFair
      ? """
      median over the networks, each by its median over \(results.repeatWords("pair")) of sequences;
      after the dot, the share of the networks, or of a single network's pairs, that got there
      """ : "median over the runs; after the dot, the share of them that got there"
    let networks = "\(sample.name.printable), \(NumberText.count(sample.networks.count, "network"))"
    return StepsTable(
      title: sample.isGroup
        ? "\(networks): \(sample.networks[0].outline.sizes)" : plan.title(of: sample.networks[0]),
      rowTitle: (name: isSeries ? "\(counter), networks" : "networks", unit: "(how many)"), counts: counts,
      rows: rows, meaning: meaning,
      unit: isFair ? "network" : "run", deadline: plan.deadline, read: plan.readWords
    ).table
  }

  /// In front of what is said of a checkpoint: "1,000, "; empty for other networks.
  private func step(_ sample: ComparedSample) -> String {
    sample.networks[0].checkpoint.map { "\(NumberText.whole($0)), " } ?? ""
  }

  // MARK: Comparisons

  /// How the networks compare with each kind of twins.
  private var twinsTable: ResultsTable {
    let rows = samples.flatMap { sample in
      plan.subjects.twinKinds.flatMap { kind in
        counts.compactMap { count in
          own.first { $0.sample == sample && $0.kind == kind && $0.isOf(count) }.map { comparison in
            (label: "\(step(sample))\(kind.rawValue), \(count.event)", cells: entries(comparison))
          }
        }
      }
    }
    let table = TextTable(
      rowTitle: (name: isSeries ? "\(counter), twins," : "twins,", unit: plan.readWords),
      columnTitle: sample.isGroup
        ? "the networks of the group against their twins"
        : isSeries ? "every checkpoint against its twins" : "the network against its twins",
      columns: ["longer than", "ratio", "95%", "ICC", "p", "finding at 5%"], rows: rows)
    let name = sample.name.printable
    return ResultsTable(
      title: sample.isGroup
        ? "\(name): \(NumberText.count(sample.networks.count, "network")) against random networks of their shape"
        : "\(isSeries ? "Every checkpoint" : name) against random networks of its shape",
      notes: [
        "longer than: twins whose median over the pairs is smaller",
        """
        ratio: median of the \(sample.isGroup ? "networks" : "network") over that of the twins;
        95%: its interval, by a bootstrap over \(sample.isGroup ? "networks, " : "")twins and pairs
        """,
        "ICC: intraclass correlation of the twins' pairs: 1 where further pairs say nothing new",
        isFair ? testNote : Self.noTestNote,
      ] + (has(.undecided) ? [Self.undecidedNote] : [])
        + (has(.unfinished) ? ["runs are missing: what is found is said once all are there"] : [])
        + (own.allSatisfy(\.isClear)
          ? [] : ["\(ShownCount.mark) \(ShownCount.markText), of the network or of most of its twins"]),
      table: table)
  }

  private var testNote: String {
    let tested = comparisons.count
    let test = """
      p: exact permutation test of \(sample.isGroup ? "the sum of ranks" : "the rank") among the twins, two-sided,
      corrected by Holm's method for \(tested == 1 ? "the one comparison" : "all \(NumberText.whole(tested)) comparisons") \
      of these results
      """
    guard let smallest = own.map(\.smallestP).filter({ !$0.isNaN }).min() else { return test }
    let corrected = min(1, smallest * Double(tested))
    return """
      \(test); so many
      twins can make it as small as \(NumberText.probability(corrected))\
      \(corrected > 0.05 * (1 + 1e-12) ? ": nothing can be found without more --twins" : "")
      """
  }

  private static let noTestNote = """
    p: none. In results of this earlier version every twin read a single pair of sequences of its own, and
    one run spreads more than a median over several, even where all networks are alike: compare anew
    """

  private static let undecidedNote = """
    undecided: in most runs of the network, or of its twins, differences neither fade nor are kept as they were;
    chaos and memory that moves look alike there
    """

  private func entries(_ comparison: TwinComparison) -> [String] {
    guard comparison.twins > 0 else { return ["–", "–", "–", "–", "–", "no measured network"] }
    let icc = comparison.intraclassCorrelation
    return [
      "\(NumberText.whole(comparison.twinsBelow)) of \(NumberText.whole(comparison.twins))",
      comparison.ratio.text,
      comparison.interval.intervalText, icc.isNaN ? "–" : NumberText.signed(icc).replacing("+", with: ""),
      comparison.pValue.isNaN ? "–" : NumberText.probability(comparison.adjustedPValue), finding(comparison),
    ]
  }

  private func finding(_ comparison: TwinComparison) -> String {
    guard !comparison.pValue.isNaN else { return "not tested" }
    let networks = sample.isGroup ? "these networks remember" : "this network remembers"
    let mark = comparison.isClear ? "" : ShownCount.mark
    switch comparison.finding {
    case .noDifference: return "no difference found\(mark)"
    case .undecided: return "undecided: not fading\(mark)"
    case .unfinished: return "not finished"
    case .longer: return "\(networks) longer\(mark)"
    case .shorter: return "\(networks) shorter\(mark)"
    }
  }

  private func has(_ finding: TwinFinding) -> Bool {
    own.contains { !$0.pValue.isNaN && $0.finding == finding }
  }
}

extension TwinComparison {
  func isOf(_ count: ShownCount) -> Bool { (self.count, place) == count.comparison }
}

extension Ratio {
  /// 12; ≥12 where the denominator is known only; – where nothing is.
  var text: String {
    switch (low, high) {
    case _ where low.isNaN || (low == 0 && high == .infinity): "–"
    case (let low, .infinity): "≥\(NumberText.tick(low))"
    case (0, let high): "≤\(NumberText.tick(high))"
    default: NumberText.tick(low)
    }
  }

  /// 10–14; 10–∞
  var intervalText: String {
    low.isNaN ? "–" : "\(NumberText.tick(low))–\(high == .infinity ? "∞" : NumberText.tick(high))"
  }
}

/// The medians of networks over their pairs, as a sample.
struct NetworkMedians {
  /// By network, over its pairs.
  let medians: [StepsSummary]

  var count: Int { medians.count }

  /// The median over the networks, and the share of those that got there; of a single network that of its runs.
  var summary: StepsSummary {
    if count == 1 { return medians[0] }
    let sorted = medians.sorted { ($0.isLowerBound ? 1 : 0, $0.steps) < ($1.isLowerBound ? 1 : 0, $1.steps) }
    guard !sorted.isEmpty else {
      return StepsSummary(steps: .nan, isLowerBound: false, count: 0, fraction: .nan, isMarked: false)
    }
    let (lower, upper) = (sorted[(count - 1) / 2], sorted[count / 2])
    return StepsSummary(
      steps: (lower.steps + upper.steps) / 2, isLowerBound: upper.isLowerBound, count: count,
      fraction: Double(medians.count { !$0.isLowerBound }) / Double(count),
      isMarked: 2 * medians.count(where: \.isMarked) >= count)
  }
}

extension Results<Divergence> {
  /// Those of a sample's networks, or of their twins of a kind.
  func medians(of source: NetworkSource, for sample: ComparedSample, _ count: ShownCount) -> NetworkMedians {
    let runs = sample.networks.flatMap { network in
      networks(of: source, for: network.name).map { records in records.compactMap(\.value) }
    }
    return NetworkMedians(medians: runs.filter { !$0.isEmpty }.map { count.summary($0) })
  }
}
