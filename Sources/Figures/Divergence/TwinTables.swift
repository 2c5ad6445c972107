import Experiments
import MemoryMeasures
import Text

/// The tables of one given network: how many steps it and its twins take, and how they compare.
struct TwinTables {
  let results: Results<Divergence>
  let network: GivenNetwork
  /// Of all networks.
  let comparisons: [TwinComparison]

  private var plan: Plan<Divergence> { results.plan }
  private var counts: [ShownCount] { plan.settings.comparedCounts }

  /// That of the steps first.
  var tables: [ResultsTable] { [stepsTable] + [twinsTable].compactMap(\.self) }

  /// How long the network and its twins take: medians, with the share of runs that got there.
  private var stepsTable: ResultsTable {
    let measured = plan.sources.map { results.measured($0.subject(network.name)) }
    let statistics = measured.map { measured in counts.map { $0.statistics(measured) } }
    let rows = zip(plan.sources, measured).map { source, measured in
      (
        label: "\(network.name(of: source)) (\(NumberText.whole(measured.count)))",
        cells: counts.map { Self.entry($0, measured) }
      )
    }
    let table = TextTable(
      rowTitle: (name: plan.subjects.twinKinds.isEmpty ? "network" : "networks", unit: "(runs)"),
      columnTitle: "shared steps until the outputs", columns: counts.map(\.event), rows: rows)

    let all = statistics.flatMap(\.self)
    var notes = ["median over the runs; after the dot, the share of them that got there"]
    if all.contains(where: \.median.isLowerBound) {
      notes.append(
        """
        ≥ lower bound: the run in the middle had not got there \(plan.deadline)
        """)
    }
    if rows.flatMap(\.cells).contains(where: { $0.contains(ShownCount.mark) }) {
      notes.append("\(ShownCount.mark) \(ShownCount.markText), in half of the runs or more")
    }
    if all.contains(where: { $0.count == 0 }) { notes.append("– no measured run") }
    return ResultsTable(
      // letters.keras: input size 12, LSTM 256, GRU 64
      title: """
        \(network.name.printable): input size \(network.outline.inputSize), \(network.outline.layerText)
        """,
      notes: notes, table: table,
      heat: HeatValues(
        quantity: "steps", values: statistics.map { $0.map { $0.count > 0 ? $0.median.steps : nil } }))
  }

  private static func entry(_ count: ShownCount, _ measured: [DivergenceMeasurement]) -> String {
    let statistics = count.statistics(measured)
    guard statistics.count > 0 else { return "–" }
    let mark = count.mark(ofMedian: measured)
    return "\(statistics.medianText)\(mark) · \(NumberText.fraction(statistics.fraction))"
  }

  // MARK: Comparisons

  /// How the network compares with each kind of twins. Nil without twins.
  private var twinsTable: ResultsTable? {
    guard !plan.subjects.twinKinds.isEmpty else { return nil }
    let own = comparisons.filter { $0.network == network.name }
    let rows = plan.subjects.twinKinds.flatMap { kind in
      counts.compactMap { count in
        own.first { $0.kind == kind && $0.isOf(count) }.map { comparison in
          (label: "\(kind.rawValue), \(count.event)", cells: Self.entries(comparison, count))
        }
      }
    }
    let table = TextTable(
      rowTitle: (name: "twins,", unit: "outputs"), columnTitle: "the network against its twins",
      columns: ["Cliff's delta", "p", "finding at 5%"], rows: rows)
    let distribution = own.contains { !$0.isExact } ? "normal approximation" : "exact"
    let tested = comparisons.count { !$0.pValue.isNaN }
    return ResultsTable(
      title: "\(network.name.printable) against random networks of its shape",
      notes: [
        """
        Cliff's delta: of all pairs of a run of the network and a run of a twin, the share in which the
        network takes longer, less the share in which the twin does
        """,
        """
        p: Mann-Whitney test, two-sided, \(distribution), corrected by Holm's method for all \
        \(NumberText.count(tested, "comparison"))
        of these results
        """,
      ], table: table)
  }

  private static func entries(_ comparison: TwinComparison, _ count: ShownCount) -> [String] {
    guard !comparison.pValue.isNaN else { return ["–", "–", "no measured run"] }
    return [
      NumberText.signed(comparison.delta), NumberText.probability(comparison.adjustedPValue),
      finding(comparison.finding, isSettled: count == .settled),
    ]
  }

  /// Bit-identity is also a matter of float rounding: only thresholds are said to measure memory.
  private static func finding(_ finding: TwinFinding, isSettled: Bool) -> String {
    switch finding {
    case .noDifference: "no difference found"
    case .longer: isSettled ? "settles later" : "remembers longer"
    case .shorter: isSettled ? "settles sooner" : "remembers shorter"
    }
  }
}

extension TwinComparison {
  func isOf(_ count: ShownCount) -> Bool { (self.count, place) == count.comparison }
}
