import Experiments
import MemoryMeasures
import Text

/// The tables of one given network.
struct ComparisonBlock {
  let results: ComparisonResults
  let network: GivenNetwork
  /// Of this network.
  let comparisons: [TwinComparison]
  /// How many comparisons of the whole file were tested.
  let testedCount: Int

  private var plan: ComparisonPlan { results.plan }

  /// That of the steps first.
  var tables: [ResultsTable] { [stepsTable] + [twinsTable].compactMap(\.self) }

  /// How long the network and its twins take: medians, with the share of runs that got there.
  private var stepsTable: ResultsTable {
    let statistics = plan.sources.map { source in
      measures.map { results.statistics(network: network.name, source: source, measure: $0) }
    }
    let rows = zip(plan.sources, statistics).map { source, statistics in
      let runs = NumberText.whole(statistics.first?.count ?? 0)
      return (label: "\(source.name) (\(runs))", cells: statistics.map(Self.entry))
    }
    let table = TextTable(
      rowTitle: (name: plan.twinKinds.isEmpty ? "network" : "networks", unit: "(runs)"),
      columnTitle: "shared steps until the outputs", columns: measures.map(name), rows: rows)

    let all = statistics.flatMap(\.self)
    var notes = ["median over the runs; after the dot, the share of them that got there"]
    if all.contains(where: \.median.isLowerBound) {
      notes.append(
        """
        ≥ lower bound: the run in the middle had not got there after \
        \(NumberText.whole(plan.settings.horizon)) shared steps
        """)
    }
    if all.contains(where: { $0.count == 0 }) { notes.append("– no measured run") }
    return ResultsTable(
      title: heading, notes: notes, table: table,
      heat: HeatValues(
        quantity: "steps", values: statistics.map { $0.map { $0.count > 0 ? $0.median.steps : nil } }))
  }

  /// How the network compares with each kind of twins. Nil without twins.
  private var twinsTable: ResultsTable? {
    guard !plan.twinKinds.isEmpty else { return nil }
    let rows = plan.twinKinds.flatMap { kind in
      measures.compactMap { measure in
        comparisons.first { $0.kind == kind && $0.measure == measure }.map { comparison in
          (label: "\(kind.rawValue), \(name(measure))", cells: Self.entries(comparison))
        }
      }
    }
    let table = TextTable(
      rowTitle: (name: "twins,", unit: "outputs"), columnTitle: "the network against its twins",
      columns: ["Cliff's delta", "p", "finding at 5%"], rows: rows)
    let distribution = comparisons.contains { !$0.isExact } ? "normal approximation" : "exact"
    return ResultsTable(
      title: "\(network.name.printable) against random networks of its shape",
      notes: [
        """
        Cliff's delta: of all pairs of a run of the network and a run of a twin, the share in which the
        network takes longer, less the share in which the twin does
        """,
        """
        p: Mann-Whitney test, two-sided, \(distribution), corrected by Holm's method for all \
        \(NumberText.count(testedCount, "comparison"))
        of these results
        """,
      ], table: table)
  }

  /// letters.keras: input size 12, LSTM 256, GRU 64
  private var heading: String {
    let layers = network.layers.map { "\($0.cell.title) \($0.hiddenSize)" }.joined(separator: ", ")
    return "\(network.name.printable): input size \(network.inputSize), \(layers)"
  }

  private var measures: [StepsMeasure] { results.tabulatedMeasures }

  private func name(_ measure: StepsMeasure) -> String {
    switch measure {
    case .settled: "stay identical"
    case .threshold(let place): "within \(NumberText.shortest(plan.settings.thresholds[place]))"
    }
  }

  private static func entry(_ statistics: SourceStatistics) -> String {
    guard statistics.count > 0 else { return "–" }
    let median = statistics.median
    let steps = NumberText.steps(median.steps, isLowerBound: median.isLowerBound)
    return "\(steps) · \(NumberText.fraction(statistics.fraction))"
  }

  private static func entries(_ comparison: TwinComparison) -> [String] {
    guard !comparison.pValue.isNaN else { return ["–", "–", "no measured run"] }
    return [
      NumberText.signed(comparison.delta), NumberText.probability(comparison.adjustedPValue),
      finding(comparison),
    ]
  }

  /// Bit-identity is also a matter of float rounding: only thresholds are said to measure memory.
  private static func finding(_ comparison: TwinComparison) -> String {
    switch (comparison.finding, comparison.measure) {
    case (.noDifference, _): "no difference found"
    case (.longer, .settled): "settles later"
    case (.shorter, .settled): "settles sooner"
    case (.longer, .threshold): "remembers longer"
    case (.shorter, .threshold): "remembers shorter"
    }
  }
}
