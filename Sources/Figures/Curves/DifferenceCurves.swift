import Drawing
import Experiments
import Foundation
import MemoryMeasures
import RecurrentNetworks
import Text

/// How the difference of the outputs fades, in a sweep that recorded it: a panel per cell type and depth, a curve
/// per hidden size. A curve is the median over all runs of its size, of all input sizes and repeats, and its band
/// holds the middle 80% of them.
struct DifferenceCurves {
  let results: DivergenceResults
  let program: String?

  private var plan: DivergencePlan { results.plan }
  private var grid: Grid { plan.grid }

  /// The band's quantiles.
  private static let low = 0.1
  private static let high = 0.9

  /// Nil where no curves were recorded.
  var figure: CurvesFigure? {
    guard plan.settings.recordsCurve else { return nil }
    let panels = grid.layers.flatMap { layers in grid.cells.map { panel(cell: $0, layers: layers) } }
    return CurvesFigure(
      name: "difference-curves", panels: panels,
      x: (.steps(1...max(10, Double(plan.settings.horizon))), "shared step"),
      y: (.magnitudes(floor: floor), "largest difference of the outputs"),
      alternativeText: CurvesDescription(panels: panels, verb: "falls").text,
      sheet: FigureSheet(
        headline: [("How the difference of the outputs fades", PlotColor.ink)], explanation: explanation,
        key: Key(title: "hidden size:", hiddenSizes.map { .line("\($0)", color($0)) }),
        notes: GapNotes(results).text,
        caption: DivergenceCaption.text(plan, program: program)))
  }

  private var hiddenSizes: [Int] { grid.hiddenSizes.sorted() }

  private var explanation: String {
    let runs =
      grid.inputSizes.count == 1
      ? NumberText.count(grid.repeats, "repeat")
      : "\(NumberText.count(grid.inputSizes.count, "input size")) and \(NumberText.count(grid.repeats, "repeat"))"
    return """
      Of one network, fed two sequences that agree from shared step 1 on. Median over \(runs); the band holds the \
      middle 80%. Shaded: less than a unit in the last place of 1.
      """
  }

  /// Not the lightest colours, which are hard to see on white.
  private func color(_ hidden: Int) -> Color {
    let sizes = hiddenSizes
    let place = Double(sizes.firstIndex(of: hidden) ?? 0)
    return ColorMap.viridis.color(at: sizes.count > 1 ? 0.88 * place / Double(sizes.count - 1) : 0.3)
  }

  /// What is less than a hundredth of a unit of rounding is drawn as that.
  private var floor: Double { ulp * 1e-2 }

  private var ulp: Double { plan.precision == .float32 ? Double(Float.ulpOfOne) : Double.ulpOfOne }

  private func panel(cell: CellType, layers: Int) -> CurvePanel {
    let heading = grid.heading(cell: cell, layers: layers)
    return CurvePanel(
      heading: heading,
      series: hiddenSizes.map { series(cell: cell, layers: layers, hidden: $0, heading) },
      levels: [CurveLevel(value: ulp, label: "\(plan.precision.rawValue) rounding", isFloor: true)])
  }

  private func series(cell: CellType, layers: Int, hidden: Int, _ heading: String) -> CurveSeries {
    let curves = grid.inputSizes.flatMap { input in
      (0..<grid.repeats).compactMap { index -> [Float]? in
        let run = RunCoordinates(
          cell: cell, layers: layers, hiddenSize: hidden, inputSize: input, repeatIndex: index)
        guard case .measured(let measurement) = results.records[run] else { return nil }
        return measurement.curve
      }
    }
    let steps = plan.settings.curveSteps
    var points: [CurveSeries.Point] = []
    for (place, step) in steps.enumerated() where !curves.isEmpty {
      let values = Quantiles(curves.map { Double($0[place]) })
      points.append(
        CurveSeries.Point(
          x: Double(step), low: values[Self.low], middle: values[0.5], high: values[Self.high]))
    }
    var descriptions: [Int: String] = [:]
    for place in Self.toldPlaces(steps) where !points.isEmpty {
      let point = points[place]
      descriptions[place] = """
        \(heading), hidden \(hidden), shared step \(NumberText.whole(steps[place])): median difference \
        \(NumberText.twoDigits(point.middle)) (80% of \(NumberText.count(curves.count, "run")): \
        \(NumberText.twoDigits(point.low)) to \(NumberText.twoDigits(point.high)))
        """
    }
    return CurveSeries(name: "\(hidden)", color: color(hidden), points: points, descriptions: descriptions)
  }

  /// The places of the steps next to the powers of ten.
  private static func toldPlaces(_ steps: [Int]) -> Set<Int> {
    let powers = LogScale(base: .ten, domain: 1...Double(max(1, steps.last ?? 1)), start: 0, end: 1).powers
    return Set(
      powers.compactMap { power in
        steps.indices.min { abs(log(Double(steps[$0]) / power)) < abs(log(Double(steps[$1]) / power)) }
      })
  }
}
