import Drawing
import Experiments
import MemoryMeasures
import RecurrentNetworks
import Text

/// The heat maps of a divergence sweep: a mean count of steps over hidden and input size.
struct StepsMap {
  let results: DivergenceResults
  let measure: StepsMeasure
  let program: String?

  private var grid: Grid { results.plan.grid }
  private var settings: DivergenceSettings { results.plan.settings }

  var figure: HeatMapFigure {
    let panels = grid.layers.flatMap { layers in grid.cells.map { panel(cell: $0, layers: layers) } }
    let cells = panels.flatMap { $0.cells.joined() }
    return HeatMapFigure(
      name: measure == .settled ? "settled-steps" : "threshold-steps", panels: panels,
      axes: (x: "input size (values per step)", y: "hidden size (units)"),
      columns: grid.cells.count == 1 ? 4 : grid.cells.count,
      measure: "mean over the repeats (shared steps)", text: { NumberText.compact($0) },
      alternativeText: HeatMapDescription(panels: panels, unit: "shared steps").text,
      sheet: FigureSheet(
        headline: [(headline, PlotColor.ink)], explanation: explanation,
        key: HeatMapKey(cells: cells, lowerBound: lowerBound).key, notes: GapNotes(results).text,
        caption: DivergenceCaption.text(results.plan, program: program)))
  }

  private func panel(cell: CellType, layers: Int) -> HeatPanel {
    HeatPanel(
      heading: grid.heading(cell: cell, layers: layers), rows: grid.hiddenSizes.map(String.init),
      columns: grid.inputSizes.map(String.init),
      cells: grid.hiddenSizes.map { hidden in
        grid.inputSizes.map { heatCell(cell: cell, layers: layers, hidden: hidden, input: $0) }
      })
  }

  private func heatCell(cell: CellType, layers: Int, hidden: Int, input: Int) -> HeatCell {
    let statistics = results.statistics(cell: cell, layers: layers, hiddenSize: hidden, inputSize: input)
    let place = "\(grid.heading(cell: cell, layers: layers)), hidden \(hidden), input \(input)"
    guard statistics.count > 0 else {
      return HeatCell(value: .missing, labels: ["–", "–"], description: "\(place): no measured run")
    }
    let (mean, fraction) =
      switch measure {
      case .settled: (statistics.meanSettledSteps, statistics.settledFraction)
      case .threshold(let place):
        (statistics.meanThresholdSteps[place], statistics.thresholdFractions[place])
      }
    let isLowerBound = fraction < 1
    let text = NumberText.steps(mean, isLowerBound: isLowerBound)
    let runs = NumberText.count(statistics.count, "repeat")
    let reached = isLowerBound ? ", of which \(NumberText.fraction(fraction)) got there" : ""
    return HeatCell(
      value: isLowerBound ? .lowerBound(mean) : .measured(mean),
      labels: [text, NumberText.compact(mean, isLowerBound: isLowerBound)],
      description: "\(place): \(text) steps, mean over \(runs)\(reached)")
  }

  private var threshold: String {
    guard case .threshold(let place) = measure else { return "" }
    return NumberText.shortest(settings.thresholds[place])
  }

  private var headline: String {
    measure == .settled
      ? "Steps until the outputs are bit-identical for good"
      : "Steps until the outputs stay within \(threshold) of each other"
  }

  private var explanation: String {
    let what = "One network, fed two sequences that differ only at the beginning"
    return measure == .settled
      ? "\(what). In large networks float rounding decides; thresholds measure memory."
      : "\(what): for how long the beginning matters."
  }

  private var lowerBound: String {
    let horizon = NumberText.whole(settings.horizon)
    return measure == .settled
      ? "≥ lower bound: some repeats had not settled after \(horizon) steps"
      : "≥ lower bound: some repeats had not come as close after \(horizon) steps"
  }
}
