import Experiments
import MemoryMeasures
import RecurrentNetworks

/// The two tables of one cell type at one depth: hidden sizes down, input sizes across.
struct DivergenceBlock {
  let results: DivergenceResults
  let cell: CellType
  let layers: Int

  private var plan: DivergencePlan { results.plan }
  private var horizon: String { NumberText.whole(plan.settings.horizon) }

  /// Mean settled steps: how long until the outputs stay bit-identical.
  var settledTable: String {
    let title = "\(heading): mean settled steps"
    let meaning = "shared steps until the outputs stay bit-identical; mean over \(repeats)"
    return table(title: title, meaning: meaning, censoring: "settled") { statistics in
      let isLowerBound = statistics.settledFraction < 1
      return (NumberText.steps(statistics.meanSettledSteps, isLowerBound: isLowerBound), isLowerBound)
    }
  }

  /// Mean steps to within the tabulated threshold, with the fraction settled. Nil without thresholds.
  var thresholdTable: String? {
    guard let threshold = plan.settings.tabulatedThreshold else { return nil }
    let name = NumberText.shortest(threshold.value)
    let title = "\(heading): mean steps to within \(name) · fraction settled"
    let meaning = """
      shared steps until the outputs stay within \(name) of each other; mean over \(repeats); \
      after the dot, the share of them that settled
      """
    return table(title: title, meaning: meaning, censoring: "come within \(name)") { statistics in
      let isLowerBound = statistics.thresholdFractions[threshold.index] < 1
      let mean = statistics.meanThresholdSteps[threshold.index]
      let steps = NumberText.steps(mean, isLowerBound: isLowerBound)
      return ("\(steps) · \(NumberText.fraction(statistics.settledFraction))", isLowerBound)
    }
  }

  private var heading: String { plan.grid.heading(cell: cell, layers: layers) }

  private var repeats: String { NumberText.count(plan.grid.repeats, "repeat") }

  /// - Parameter entry: the text of a grid cell that has at least one measured run, and whether it is a lower
  ///   bound.
  private func table(
    title: String, meaning: String, censoring: String,
    entry: (GridCellStatistics) -> (text: String, isLowerBound: Bool)
  ) -> String {
    var hasLowerBounds = false
    var hasGaps = false
    let rows = plan.grid.hiddenSizes.map { hidden in
      let cells = plan.grid.inputSizes.map { input in
        let statistics = results.statistics(
          cell: cell, layers: layers, hiddenSize: hidden, inputSize: input)
        guard statistics.count > 0 else {
          hasGaps = true
          return "–"
        }
        let entry = entry(statistics)
        if entry.isLowerBound { hasLowerBounds = true }
        return entry.text
      }
      return (label: "\(hidden)", cells: cells)
    }
    let table = TextTable(
      rowTitle: (name: "hidden size", unit: "(units)"), columnTitle: "input size (values per step)",
      columns: plan.grid.inputSizes.map(String.init), rows: rows)

    var legend = "(\(meaning))\n"
    if hasLowerBounds {
      legend += "(≥ lower bound: at least one repeat had not \(censoring) after \(horizon) shared steps)\n"
    }
    if hasGaps { legend += "(– no measured run)\n" }
    return "\(title)\n\(legend)\(table.text)"
  }
}
