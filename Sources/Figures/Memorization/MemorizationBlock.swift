import Experiments
import RecurrentNetworks
import Text

/// The table of one cell type at one depth: hidden sizes down, positions across, and the border behind.
struct MemorizationBlock {
  let results: MemorizationResults
  let cell: CellType
  let layers: Int

  private var plan: MemorizationPlan { results.plan }

  var table: ResultsTable {
    var notes: Set<Note> = []
    let statistics = plan.grid.hiddenSizes.map { hidden in
      plan.grid.positions.map {
        results.statistics(cell: cell, layers: layers, hiddenSize: hidden, position: $0)
      }
    }
    let rows = zip(plan.grid.hiddenSizes, statistics).map { hidden, statistics in
      let border = results.border(cell: cell, layers: layers, hiddenSize: hidden)
      let losses = statistics.map { text($0, &notes) }
      return (label: "\(hidden)", cells: losses + [border.map(String.init) ?? "–"])
    }
    let table = TextTable(
      rowTitle: (name: "hidden size", unit: "(units)"), columnTitle: "position, counted from the last input",
      columns: plan.grid.positions.map(String.init) + ["learned up to"], rows: rows)
    let repeats = NumberText.count(plan.grid.repeats, "repeat")
    let below = NumberText.shortest(plan.learnedBelow)
    let legend = [
      "mean absolute error on fresh sequences, in hundredths; mean over \(repeats); 25 is knowing nothing",
      """
      learned up to: the last position, without a gap from 1, where at least half the repeats are below \
      \(below)
      """,
    ]
    return ResultsTable(
      title: "\(heading): loss", notes: legend + Note.allCases.filter(notes.contains).map(\.rawValue),
      table: table,
      heat: HeatValues(
        quantity: "loss",
        values: statistics.map { $0.map { $0.trainedCount > 0 ? $0.meanLoss : nil } + [nil] }))
  }

  private var heading: String { "\(cell.title), \(NumberText.count(layers, "layer"))" }

  /// What a table explains if it is in it.
  private enum Note: String, CaseIterable {
    case learned = "* at least half the repeats learned"
    case diverged = "! some repeats diverged and are not in the mean"
    case noTarget = "· no sequence is that long: nothing to learn"
    case missing = "– no measured run"
  }

  private func text(_ statistics: MemorizationStatistics, _ notes: inout Set<Note>) -> String {
    func noted(_ note: Note, _ text: String) -> String {
      notes.insert(note)
      return text
    }
    if statistics.hasNoTarget { return noted(.noTarget, "·") }
    guard statistics.count > 0 else { return noted(.missing, "–") }
    var text = statistics.trainedCount > 0 ? NumberText.hundredths(statistics.meanLoss) : ""
    if statistics.learnedFraction >= 0.5 { text += noted(.learned, "*") }
    if statistics.divergedCount > 0 { text += noted(.diverged, "!") }
    return text
  }
}
