import Experiments
import MemoryMeasures
import Text

/// The tables of drawn networks of one cell type and depth: hidden sizes down, input sizes across.
struct SizeTables {
  let results: Results<Divergence>
  let grid: NetworkGrid
  let type: NetworkType
  var choice = TableChoice()

  private var plan: Plan<Divergence> { results.plan }
  private var statistic: TableStatistic { choice.statistic ?? .mean }

  /// Settled steps, that is how long until the outputs stay bit-identical, first; then the steps to within the chosen or
  /// the tabulated threshold where there is one. The share of the repeats that got there stands in a table where it is not
  /// all of them.
  var tables: [ResultsTable] {
    let counts = [.settled] + plan.thresholds(choice, or: Array(plan.tabulatedCounts.dropFirst()))
    let summaries = grid.hiddenSizes.map { hidden in
      grid.inputSizes.map { input in
        let measured = results.measured(type.subject(hidden: hidden, input: input))
        return counts.map { $0.summary(measured, by: statistic) }
      }
    }
    return counts.enumerated().map { index, count in
      table(count, summaries.map { row in row.map { $0[index] } })
    }
  }

  private func table(_ count: ShownCount, _ summaries: [[StepsSummary]]) -> ResultsTable {
    let all = summaries.flatMap(\.self)
    let hasShares = all.contains { $0.fraction < 1 }
    let name = count.threshold
    let (counted, meaning, reached) =
      count == .settled
      ? ("settled steps", "stay bit-identical", "settled")
      : ("steps to within \(name)", "stay within \(name) of each other", "come within \(name)")
    let repeats = results.repeatWords { [type] in type.includes($0) }
    var meanings = ["\(plan.readWords) \(meaning)", "\(statistic.rawValue) over \(repeats)"]
    if hasShares { meanings.append("after the dot, the share of them that had \(reached)") }
    let share = hasShares ? " · share that had \(reached)" : ""
    return ResultsTable(
      title: "\(grid.heading(type)): \(statistic.rawValue) \(counted)\(share)",
      notes: ["shared steps until the \(meanings.joined(separator: "; "))"]
        + statistic.notes(all, unit: "repeat", event: reached, deadline: plan.deadline),
      table: TextTable(
        rowTitle: (name: "hidden size", unit: "(units)"), columnTitle: "input size (values per step)",
        columns: grid.inputSizes.map(String.init),
        rows: zip(grid.hiddenSizes, summaries).map { hidden, summaries in
          (label: "\(hidden)", cells: summaries.map { hasShares ? $0.textWithShare : $0.text })
        }),
      heat: HeatValues(quantity: reached, values: summaries.map { $0.map(\.heat) }))
  }
}
