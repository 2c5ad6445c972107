import Experiments
import MemoryMeasures
import Text

/// How long one given network without twins takes: medians over its runs.
struct RunsTable {
  let results: Results<Divergence>
  let network: GivenNetwork

  var table: ResultsTable {
    let counts = [ShownCount.settled] + results.plan.settings.drawnThresholds
    let measured = results.measured(.given(network.name))
    let row = (
      label: "\(network.name(of: .trained)) (\(NumberText.whole(measured.count)))",
      medians: counts.map { $0.summary(measured) }
    )
    return StepsTable(
      title: network.title, rowTitle: (name: "network", unit: "(runs)"), counts: counts, rows: [row],
      middle: "median over the runs; after the dot, the share of them that got there", unit: "run",
      deadline: results.plan.deadline
    ).table
  }
}

/// Medians of steps, with the share of what they are over that got there.
struct StepsTable {
  let title: String
  let rowTitle: (name: String, unit: String)
  let counts: [ShownCount]
  let rows: [(label: String, medians: [StepsSummary])]
  /// What the entries are.
  let middle: String
  /// What stands in the middle: run.
  let unit: String
  /// Until when something has to have happened, in words.
  let deadline: String

  var table: ResultsTable {
    let all = rows.flatMap(\.medians)
    var notes = [middle]
    if all.contains(where: \.isLowerBound) {
      notes.append("≥ lower bound: the \(unit) in the middle had not got there \(deadline)")
    }
    if all.contains(where: \.isMarked) {
      notes.append("\(ShownCount.mark) \(ShownCount.markText), in half of the \(unit)s or more")
    }
    if all.contains(where: { $0.count == 0 }) { notes.append("– no measured run") }
    return ResultsTable(
      title: title, notes: notes,
      table: TextTable(
        rowTitle: rowTitle, columnTitle: "shared steps until the outputs", columns: counts.map(\.event),
        rows: rows.map { (label: $0.label, cells: $0.medians.map(Self.entry)) }),
      heat: HeatValues(
        quantity: "steps", values: rows.map { $0.medians.map { $0.count > 0 ? $0.steps : nil } }))
  }

  private static func entry(_ summary: StepsSummary) -> String {
    summary.count > 0 ? "\(summary.text) · \(NumberText.fraction(summary.fraction))" : "–"
  }
}

/// A median of steps, of how many, and which share of them was reached.
struct StepsSummary {
  let steps: Double
  let isLowerBound: Bool
  let count: Int
  let fraction: Double
  /// Whether rounding may decide the median.
  let isMarked: Bool

  /// ≥74,479 where what is in the middle did not get there.
  var text: String {
    NumberText.steps(steps, isLowerBound: isLowerBound) + (isMarked ? ShownCount.mark : "")
  }
}

extension ShownCount {
  /// The median of runs.
  func summary(_ measured: [DivergenceMeasurement]) -> StepsSummary {
    let statistics = statistics(measured)
    return StepsSummary(
      steps: statistics.median.steps, isLowerBound: statistics.median.isLowerBound, count: statistics.count,
      fraction: statistics.fraction, isMarked: !mark(ofMedian: measured).isEmpty)
  }
}

extension GivenNetwork {
  /// letters.keras: input size 12, LSTM 256, GRU 64
  var title: String { "\(name.printable): \(outline.sizes)" }
}

extension NetworkOutline {
  /// input size 12, LSTM 256, GRU 64
  var sizes: String { "input size \(inputSize), \(layerText)" }
}
