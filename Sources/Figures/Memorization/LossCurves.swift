import Drawing
import Experiments
import MemoryMeasures
import Text

/// How training went, in a grid of trainings that recorded it: a panel per network type and size, a curve per position,
/// in the manner of Figures 4 and 5 of Illium et al. 2022. A curve is the median over the repeats, and its band reaches
/// from the smallest to the largest loss.
struct LossCurves {
  let results: Results<Memorization>
  let grid: NetworkGrid
  let caption: String

  private var plan: Plan<Memorization> { results.plan }

  /// More panels than this nobody looks at.
  private static let mostPanels = 12

  /// Nil where no curves were recorded.
  var figure: CurvesFigure? {
    guard !plan.settings.curveEpochs.isEmpty else { return nil }
    let types = grid.panelTypes.flatMap { type in grid.hiddenSizes.sorted().map { (type, $0) } }
    let panels = types.prefix(Self.mostPanels).map(panel)
    let left = types.count - panels.count
    let notes = left > 0 ? " Not drawn: \(NumberText.count(left, "further network type"))." : ""
    return CurvesFigure(
      name: "loss-curves", panels: panels, x: (.linear(0...Double(plan.settings.epochs)), "epoch"),
      y: (.linear(0...highest(panels)), "training loss"),
      alternativeText: CurvesDescription(panels: panels, unit: "epoch", verb: "goes").text,
      sheet: FigureSheet(
        "How networks learn to remember",
        explanation: """
          Mean absolute error of the minibatches while a network is trained to return the input at one position, \
          counted from the last. Median over \(results.repeatWords()); the band reaches from the \
          smallest to the largest.
          """,
        key: Key(title: "position:", positions.map { .line("\($0)", color($0)) }),
        notes: results.gapNotes + notes, caption: caption))
  }

  private var positions: [Int] { plan.settings.positions.sorted() }

  private func color(_ position: Int) -> Color {
    PlotColor.series(positions.firstIndex(of: position) ?? 0, of: positions.count)
  }

  /// As far as the medians go; training that goes astray is cut off at twice knowing nothing.
  private func highest(_ panels: [CurvePanel]) -> Double {
    let largest = panels.flatMap(\.series).flatMap(\.points).map(\.middle).max() ?? 0
    let nothing = Memorization.knowingNothing
    return min(max(largest, 1.2 * nothing), 2 * nothing)
  }

  private func panel(_ type: NetworkType, hidden: Int) -> CurvePanel {
    let trainings = Trainings(results: results, grid: grid, type: type)
    let heading = "\(type.fullHeading), \(NumberText.count(hidden, "cell"))"
    return CurvePanel(
      heading: heading,
      series: positions.filter { $0 <= plan.settings.lengths.upperBound }.map { position in
        series(trainings.measured(hidden: hidden, position: position), position, heading)
      }, levels: [CurveLevel(value: Memorization.knowingNothing, label: "knowing nothing")])
  }

  private func series(_ measured: [Memorization.Value], _ position: Int, _ heading: String) -> CurveSeries {
    // A training that went astray is left out from there on.
    let curves = measured.map { $0.lossCurve.map { $0.isFinite ? Double($0) : .nan } }
    return CurveSeries(
      name: "position \(position)", color: color(position), xs: plan.settings.curveEpochs.map(Double.init),
      curves: curves, told: { [$0.count - 1] }
    ) { last in
      """
      \(heading), position \(position), epoch \(NumberText.whole(Int(saturating: last.x))): median loss \
      \(NumberText.twoDigits(last.middle)) over \(NumberText.count(curves.count, "repeat")) \
      (\(NumberText.twoDigits(last.low)) to \(NumberText.twoDigits(last.high)))
      """
    }
  }
}
