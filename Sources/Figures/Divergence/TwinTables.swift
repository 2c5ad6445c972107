import Experiments
import MemoryMeasures
import Text

/// The tables of a given network, a group of them or a series of checkpoints, and their twins: how many steps they take,
/// and how they compare.
struct TwinTables {
  let results: Results<Divergence>
  var choice = TableChoice()
  let compared: ComparedSamples<Divergence>

  private var plan: Plan<Divergence> { results.plan }
  private var isFair: Bool { plan.subjects.twinPairs == .shared }

  /// The counts that are compared; settled steps where there are none.
  private var counts: [ShownCount] {
    let compared = plan.thresholds(choice, or: plan.comparedCounts)
    return compared.isEmpty ? [.settled] : compared
  }

  /// That of the steps first.
  var tables: [ResultsTable] {
    let quantities = counts.map { ($0.comparison.name, $0.comparison.place, $0.event) }
    return [stepsTable] + (plan.comparedCounts.isEmpty ? [] : [compared.table(quantities, words)])
  }

  // MARK: Steps

  private var stepsTable: ResultsTable {
    let rows = compared.rows.map { row in
      let found = counts.map { results.medians(of: row.source, for: row.sample, $0) }
      return (label: compared.label(row, count: found.first?.count ?? 0), summaries: found.map(\.summary))
    }
    let meaning =
      isFair
      ? """
      median over the networks, each by its median over \(results.repeatWords("pair")) of sequences;
      after the dot, the share of the networks, or of a single network's pairs, that got there
      """ : "median over the runs; after the dot, the share of them that got there"
    return StepsTable(
      title: compared.title, rowTitle: compared.rowTitle, counts: counts, rows: rows, meaning: meaning,
      unit: isFair ? "network" : "run", deadline: plan.deadline, read: plan.readWords
    ).table
  }

  // MARK: Comparisons

  private var words: ComparisonWords {
    ComparisonWords(
      effect: .ratio, above: "longer than", runs: "pairs", read: plan.readWords,
      found: { isGroup, isLarger in
        "\(isGroup ? "these networks remember" : "this network remembers") \(isLarger ? "longer" : "shorter")"
      },
      undecided: """
        undecided: in most runs of the network, or of its twins, differences neither fade nor are kept as they were;
        chaos and memory that moves look alike there
        """, mark: (ShownCount.mark, ShownCount.markText))
  }
}

extension TwinComparison {
  func isOf(_ count: ShownCount) -> Bool { (quantity, place) == count.comparison }
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
