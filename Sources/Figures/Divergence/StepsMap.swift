import Drawing
import Experiments
import Foundation
import MemoryMeasures
import Text

/// The heat maps of drawn networks: a mean count of steps over hidden and input size.
struct StepsMap {
  let results: Results<Divergence>
  let grid: NetworkGrid
  let count: ShownCount
  let caption: String

  var figure: HeatMapFigure {
    let panels = grid.panelTypes.map(panel)
    let lowerBound = """
      ≥ lower bound: some repeats had not \(isSettled ? "settled" : "come as close") \
      \(results.plan.deadline)
      """
    return HeatMapFigure(
      name: isSettled ? "settled-steps" : "threshold-steps", panels: panels,
      axes: (x: "input size (values per step)", y: "hidden size (units)"),
      columns: grid.panelColumns(otherwise: grid.cells.count == 1 ? 4 : grid.cells.count),
      measure: "mean over the repeats (shared steps)", text: { NumberText.compact($0) },
      alternativeText: HeatMapDescription(panels: panels, unit: "shared steps").text,
      sheet: FigureSheet(
        isSettled
          ? "Steps until the \(results.plan.readWords) are bit-identical for good"
          : "Steps until the \(results.plan.readWords) stay within \(count.threshold) of each other",
        explanation: explanation,
        key: key(panels, lowerBound: lowerBound),
        notes: results.gapNotes, caption: caption))
  }

  private var isSettled: Bool { count == .settled }

  private func key(_ panels: [HeatPanel], lowerBound: String) -> Key {
    let cells = panels.flatMap { $0.cells.joined() }
    var key = HeatMapKey(cells: cells, lowerBound: lowerBound).key
    if cells.contains(where: { $0.labels[0].hasSuffix(ShownCount.mark) }) { key.entries.append(.floorMark) }
    return key
  }

  private var explanation: String {
    let what = "One network, fed \(results.plan.settings.pairWords)"
    return isSettled
      ? "\(what). In large networks float rounding decides; thresholds measure memory."
      : "\(what): for how long \(results.plan.settings.perturbedWords) matters."
  }

  private func panel(_ type: NetworkType) -> HeatPanel {
    HeatPanel(
      heading: grid.heading(type), rows: grid.hiddenSizes.map(String.init),
      columns: grid.inputSizes.map(String.init),
      cells: grid.hiddenSizes.map { hidden in grid.inputSizes.map { cell(type, hidden: hidden, input: $0) } })
  }

  private func cell(_ type: NetworkType, hidden: Int, input: Int) -> HeatCell {
    let measured = results.measured(type.subject(hidden: hidden, input: input))
    let statistics = count.statistics(measured)
    let mark = count.mark(ofMean: measured)
    let place = "\(grid.heading(type)), hidden \(hidden), input \(input)"
    guard statistics.count > 0 else {
      return HeatCell(value: .missing, labels: ["–", "–"], description: "\(place): no measured run")
    }
    let mean = statistics.mean
    let isLowerBound = statistics.fraction < 1
    let text = statistics.meanText
    let runs = NumberText.count(statistics.count, "repeat")
    let reached = isLowerBound ? ", of which \(NumberText.fraction(statistics.fraction)) got there" : ""
    return HeatCell(
      value: isLowerBound ? .lowerBound(mean) : .measured(mean),
      labels: [text + mark, NumberText.compact(mean, isLowerBound: isLowerBound) + mark],
      description: "\(place): \(text) steps, mean over \(runs)\(reached)"
        + (mark.isEmpty ? "" : "; \(ShownCount.markText)"))
  }
}

extension KeyEntry {
  /// The mark of steps that rounding may decide.
  static var floorMark: KeyEntry {
    KeyEntry(ShownCount.markText) {
      $1.text(ShownCount.mark, at: CGPoint(x: $0.x, y: $0.y + 4), PlotColor.ink, alignment: .middle)
    }
  }
}
