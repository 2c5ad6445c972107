import Experiments
import MemoryMeasures
import RecurrentNetworks
import Text

/// The two tables of one cell type at one depth: hidden sizes down, input sizes across.
struct DivergenceBlock {
  let results: DivergenceResults
  let cell: CellType
  let layers: Int

  private var plan: DivergencePlan { results.plan }
  private var horizon: String { NumberText.whole(plan.settings.horizon) }

  /// That of settled steps first.
  var tables: [ResultsTable] { [settledTable] + [thresholdTable].compactMap(\.self) }

  /// Mean settled steps: how long until the outputs stay bit-identical.
  private var settledTable: ResultsTable {
    let title = "\(heading): mean settled steps"
    let meaning = "shared steps until the outputs stay bit-identical; mean over \(repeats)"
    return table(title: title, meaning: meaning, censoring: "settled") { statistics in
      let isLowerBound = statistics.settledFraction < 1
      let mean = statistics.meanSettledSteps
      return (NumberText.steps(mean, isLowerBound: isLowerBound), mean, isLowerBound)
    }
  }

  /// Mean steps to within the tabulated threshold, with the fraction settled. Nil without thresholds.
  private var thresholdTable: ResultsTable? {
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
      return ("\(steps) · \(NumberText.fraction(statistics.settledFraction))", mean, isLowerBound)
    }
  }

  private var heading: String { plan.grid.heading(cell: cell, layers: layers) }

  private var repeats: String { NumberText.count(plan.grid.repeats, "repeat") }

  /// - Parameter entry: the text of a grid cell that has at least one measured run, its number, and whether that is
  ///   a lower bound.
  private func table(
    title: String, meaning: String, censoring: String,
    entry: (GridCellStatistics) -> (text: String, steps: Double, isLowerBound: Bool)
  ) -> ResultsTable {
    var hasLowerBounds = false
    var hasGaps = false
    let entries = plan.grid.hiddenSizes.map { hidden in
      plan.grid.inputSizes.map { input -> (text: String, steps: Double?) in
        let statistics = results.statistics(
          cell: cell, layers: layers, hiddenSize: hidden, inputSize: input)
        guard statistics.count > 0 else {
          hasGaps = true
          return ("–", nil)
        }
        let entry = entry(statistics)
        if entry.isLowerBound { hasLowerBounds = true }
        return (entry.text, entry.steps)
      }
    }
    let table = TextTable(
      rowTitle: (name: "hidden size", unit: "(units)"), columnTitle: "input size (values per step)",
      columns: plan.grid.inputSizes.map(String.init),
      rows: zip(plan.grid.hiddenSizes, entries).map { (label: "\($0)", cells: $1.map(\.text)) })

    var notes = [meaning]
    if hasLowerBounds {
      notes.append("≥ lower bound: at least one repeat had not \(censoring) after \(horizon) shared steps")
    }
    if hasGaps { notes.append("– no measured run") }
    return ResultsTable(
      title: title, notes: notes, table: table,
      heat: HeatValues(quantity: censoring, values: entries.map { $0.map(\.steps) }))
  }
}
