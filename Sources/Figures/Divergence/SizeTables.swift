import Experiments
import MemoryMeasures
import Text

/// The tables of drawn networks of one cell type and depth: hidden sizes down, input sizes across.
struct SizeTables {
  let results: Results<Divergence>
  let grid: NetworkGrid
  let type: NetworkType

  private var plan: Plan<Divergence> { results.plan }

  /// Mean settled steps, that is how long until the outputs stay bit-identical, first; then mean steps to within the
  /// tabulated threshold where there is one, with the fraction settled.
  var tables: [ResultsTable] { plan.tabulatedCounts.map(table) }

  private func table(_ count: ShownCount) -> ResultsTable {
    var hasLowerBounds = false
    var (hasGaps, hasMarks) = (false, false)
    let entries = grid.hiddenSizes.map { hidden in
      grid.inputSizes.map { input -> (text: String, steps: Double?) in
        let measured = results.measured(type.subject(hidden: hidden, input: input))
        guard !measured.isEmpty else {
          hasGaps = true
          return ("–", nil)
        }
        let statistics = count.statistics(measured)
        let isLowerBound = statistics.fraction < 1
        if isLowerBound { hasLowerBounds = true }
        let mark = count.mark(ofMean: measured)
        if !mark.isEmpty { hasMarks = true }
        let text = statistics.meanText + mark
        guard count != .settled else { return (text, statistics.mean) }
        let settled = ShownCount.settled.statistics(measured).fraction
        return ("\(text) · \(NumberText.fraction(settled))", statistics.mean)
      }
    }
    let table = TextTable(
      rowTitle: (name: "hidden size", unit: "(units)"), columnTitle: "input size (values per step)",
      columns: grid.inputSizes.map(String.init),
      rows: zip(grid.hiddenSizes, entries).map { (label: "\($0)", cells: $1.map(\.text)) })

    let name = count.threshold
    let (title, meaning, censoring) =
      count == .settled
      ? ("mean settled steps", "stay bit-identical; mean over \(repeats)", "settled")
      : (
        "mean steps to within \(name) · fraction settled",
        """
        stay within \(name) of each other; mean over \(repeats); after the dot, the share of them that settled
        """, "come within \(name)"
      )
    var notes = ["shared steps until the \(plan.readWords) \(meaning)"]
    if hasLowerBounds {
      notes.append("≥ lower bound: at least one repeat had not \(censoring) \(plan.deadline)")
    }
    if hasMarks { notes.append("\(ShownCount.mark) \(ShownCount.markText), in at least one repeat") }
    if hasGaps { notes.append("– no measured run") }
    return ResultsTable(
      title: "\(grid.heading(type)): \(title)", notes: notes, table: table,
      heat: HeatValues(quantity: censoring, values: entries.map { $0.map(\.steps) }))
  }

  private var repeats: String { NumberText.count(plan.repeats, "repeat") }
}
