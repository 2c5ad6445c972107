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
      medians: counts.map { $0.statistics(measured).summary }
    )
    return StepsTable(
      title: network.title, rowTitle: (name: "network", unit: "(runs)"), counts: counts, rows: [row],
      middle: "median over the runs; after the dot, the share of them that got there", unit: "run",
      horizon: results.plan.settings.horizon
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
  let horizon: Int

  var table: ResultsTable {
    let all = rows.flatMap(\.medians)
    var notes = [middle]
    if all.contains(where: \.isLowerBound) {
      notes.append(
        "≥ lower bound: the \(unit) in the middle had not got there after \(NumberText.whole(horizon)) shared steps"
      )
    }
    if all.contains(where: { $0.count == 0 }) { notes.append("– no measured run") }
    return ResultsTable(
      title: title, notes: notes,
      table: TextTable(
        rowTitle: rowTitle, columnTitle: "shared steps until the outputs", columns: counts.map(\.column),
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

  /// ≥74,479 where what is in the middle did not get there.
  var text: String { NumberText.steps(steps, isLowerBound: isLowerBound) }
}

extension ShownCount {
  /// The heading of a column: within 0.001
  var column: String { self == .settled ? "stay identical" : "within \(threshold)" }
}

extension CensoredSample {
  var summary: StepsSummary {
    StepsSummary(steps: median.steps, isLowerBound: median.isLowerBound, count: count, fraction: fraction)
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
