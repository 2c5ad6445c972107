import Experiments
import MemoryMeasures
import Text

/// How long given networks without twins take: medians over their runs.
struct RunsTable {
  let results: Results<Divergence>
  var choice = TableChoice()
  /// One, or all of a series of checkpoints.
  let networks: [GivenNetwork]

  var table: ResultsTable {
    let counts = [.settled] + results.plan.thresholds(choice, or: results.plan.drawnThresholds)
    let statistic = choice.statistic ?? .median
    let rows = networks.map { network in
      let measured = results.measured(.given(network.name))
      let name = network.checkpoint.map(NumberText.whole) ?? network.name(of: .trained)
      return (
        label: "\(name) (\(NumberText.whole(measured.count)))",
        summaries: counts.map { $0.summary(measured, by: statistic) }
      )
    }
    let isSeries = networks[0].checkpoint != nil
    return StepsTable(
      title: results.plan.title(of: networks[0]),
      rowTitle: (name: isSeries ? networks[0].counter ?? "step" : "network", unit: "(runs)"), counts: counts,
      rows: rows, statistic: statistic,
      meaning: "\(statistic.rawValue) over the runs; after the dot, the share of them that got there",
      unit: "run", deadline: results.plan.deadline, read: results.plan.readWords
    ).table
  }
}

/// Means or medians of steps, with the share of what they are over that got there.
struct StepsTable {
  let title: String
  let rowTitle: (name: String, unit: String)
  let counts: [ShownCount]
  let rows: [(label: String, summaries: [StepsSummary])]
  var statistic = TableStatistic.median
  /// What the entries are.
  let meaning: String
  /// What is summed up: run.
  let unit: String
  /// Until when something has to have happened, in words.
  let deadline: String
  /// What is read of the two sequences: outputs.
  let read: String

  var table: ResultsTable {
    let all = rows.flatMap(\.summaries)
    return ResultsTable(
      title: title,
      notes: [meaning] + statistic.notes(all, unit: unit, event: "got there", deadline: deadline),
      table: TextTable(
        rowTitle: rowTitle, columnTitle: "shared steps until the \(read)",
        columns: counts.map(\.event),
        rows: rows.map { (label: $0.label, cells: $0.summaries.map(\.textWithShare)) }),
      heat: HeatValues(quantity: "steps", values: rows.map { $0.summaries.map(\.heat) }))
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
