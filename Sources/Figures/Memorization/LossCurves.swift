import Drawing
import Experiments
import MemoryMeasures
import RecurrentNetworks
import Text

/// How training went, in a grid of trainings that recorded it: a panel per network type and size, a curve per position,
/// in the manner of Figures 4 and 5 of Illium et al. 2022. A curve is the median over the repeats, and its band reaches
/// from the smallest to the largest loss.
struct LossCurves {
  let results: MemorizationResults
  let program: String?

  private var plan: MemorizationPlan { results.plan }
  private var grid: MemorizationGrid { plan.grid }

  /// More panels than this nobody looks at.
  private static let mostPanels = 12

  /// Nil where no curves were recorded.
  var figure: CurvesFigure? {
    guard !plan.settings.curveEpochs.isEmpty else { return nil }
    let types = grid.layers.flatMap { layers in
      grid.cells.flatMap { cell in grid.hiddenSizes.sorted().map { (cell, layers, $0) } }
    }
    let panels = types.prefix(Self.mostPanels).map(panel)
    let left = types.count - panels.count
    let notes = left > 0 ? " Not drawn: \(NumberText.count(left, "further network type"))." : ""
    return CurvesFigure(
      name: "loss-curves", panels: panels, x: (.linear(0...Double(plan.settings.epochs)), "epoch"),
      y: (.linear(0...highest(panels)), "training loss"),
      alternativeText: CurvesDescription(panels: panels, unit: "epoch", verb: "goes").text,
      sheet: FigureSheet(
        headline: [("How networks learn to remember", PlotColor.ink)],
        explanation: """
          Mean absolute error of the minibatches while a network is trained to return the input at one position, \
          counted from the last. Median over \(NumberText.count(grid.repeats, "repeat")); the band reaches from the \
          smallest to the largest.
          """,
        key: Key(title: "position:", positions.map { .line("\($0)", color($0)) }),
        notes: GapNotes(results).text + notes, caption: MemorizationCaption.text(plan, program: program)))
  }

  private var positions: [Int] { grid.positions.sorted() }

  private func color(_ position: Int) -> Color {
    let place = Double(positions.firstIndex(of: position) ?? 0)
    return ColorMap.viridis.color(at: positions.count > 1 ? 0.88 * place / Double(positions.count - 1) : 0.3)
  }

  /// As far as the medians go; training that goes astray is cut off at twice knowing nothing.
  private func highest(_ panels: [CurvePanel]) -> Double {
    let largest = panels.flatMap(\.series).flatMap(\.points).map(\.middle).max() ?? 0
    let nothing = MemorizationMap.knowingNothing
    return min(max(largest, 1.2 * nothing), 2 * nothing)
  }

  private func panel(cell: CellType, layers: Int, hidden: Int) -> CurvePanel {
    let heading = "\(cell.title), \(NumberText.count(layers, "layer")), \(NumberText.count(hidden, "cell"))"
    return CurvePanel(
      heading: heading,
      series: positions.filter { $0 <= plan.settings.lengths.upperBound }.map { position in
        series(cell, layers, hidden, position, heading)
      }, levels: [CurveLevel(value: MemorizationMap.knowingNothing, label: "knowing nothing")])
  }

  private func series(
    _ cell: CellType, _ layers: Int, _ hidden: Int, _ position: Int, _ heading: String
  ) -> CurveSeries {
    let curves = (0..<grid.repeats).compactMap { index -> [Float]? in
      let run = MemorizationRun(
        cell: cell, layers: layers, hiddenSize: hidden, position: position, repeatIndex: index)
      guard case .measured(let record) = results.records[run] else { return nil }
      return record.curve
    }
    var points: [CurveSeries.Point] = []
    for (place, epoch) in plan.settings.curveEpochs.enumerated() {
      let losses = curves.map { Double($0[place]) }.filter(\.isFinite)
      guard !losses.isEmpty else { continue }
      let values = Quantiles(losses)
      points.append(
        CurveSeries.Point(x: Double(epoch), low: values[0], middle: values[0.5], high: values[1]))
    }
    var descriptions: [Int: String] = [:]
    if let last = points.last {
      descriptions[points.count - 1] = """
        \(heading), position \(position), epoch \(NumberText.whole(Int(last.x))): median loss \
        \(NumberText.twoDigits(last.middle)) over \(NumberText.count(curves.count, "repeat")) \
        (\(NumberText.twoDigits(last.low)) to \(NumberText.twoDigits(last.high)))
        """
    }
    return CurveSeries(
      name: "position \(position)", color: color(position), points: points, descriptions: descriptions)
  }
}
