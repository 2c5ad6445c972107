import Experiments
import MemoryMeasures
import Text

/// How long given networks without twins take: medians over their runs.
struct RunsTable {
  let results: Results<Divergence>
  /// One, or all of a series of checkpoints.
  let networks: [GivenNetwork]

  var table: ResultsTable {
    let counts = [ShownCount.settled] + results.plan.drawnThresholds
    let rows = networks.map { network in
      let measured = results.measured(.given(network.name))
      let name = network.checkpoint.map(NumberText.whole) ?? network.name(of: .trained)
      return (
        label: "\(name) (\(NumberText.whole(measured.count)))", medians: counts.map { $0.summary(measured) }
      )
    }
    let isSeries = networks[0].checkpoint != nil
    return StepsTable(
      title: results.plan.title(of: networks[0]),
      rowTitle: (name: isSeries ? networks[0].counter ?? "step" : "network", unit: "(runs)"), counts: counts,
      rows: rows,
      middle: "median over the runs; after the dot, the share of them that got there", unit: "run",
      deadline: results.plan.deadline, read: results.plan.readWords
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
  /// What is read of the two sequences: outputs.
  let read: String

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
        rowTitle: rowTitle, columnTitle: "shared steps until the \(read)",
        columns: counts.map(\.event),
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

extension Plan {
  /// letters.keras: input size 12, LSTM 256, GRU 64; of a checkpoint that of the series.
  func title(of network: GivenNetwork) -> String {
    let name =
      subjects.checkpoints.map { NumberText.count($0.count, "checkpoint") } ?? network.name.printable
    return "\(name): \(network.outline.sizes)"
  }
}

extension NetworkOutline {
  /// input size 12, LSTM 256, GRU 64
  var sizes: String { "input size \(inputSize), \(layerText)" }
}
