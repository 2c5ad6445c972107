import Drawing
import Experiments
import Foundation
import MemoryMeasures
import Text

/// How the difference of the outputs fades, in a sweep that recorded it: a panel per cell type and depth, a curve
/// per hidden size. A curve is the median over all runs of its size, of all input sizes and repeats, and its band
/// holds the middle 80% of them.
struct DifferenceCurves {
  let results: Results<Divergence>
  let grid: NetworkGrid
  let caption: String

  private var plan: Plan<Divergence> { results.plan }

  /// Nil where no curves were recorded.
  var figure: CurvesFigure? {
    guard plan.settings.recordsCurve else { return nil }
    let panels = grid.panelTypes.map(panel)
    return CurvesFigure(
      name: "difference-curves", panels: panels,
      x: (.steps(1...max(10, Double(plan.settings.horizon))), "shared step"),
      // What is less than a hundredth of a unit of rounding is drawn as that.
      y: (.magnitudes(floor: ulp * 1e-2), "largest difference of the \(plan.readWords)"),
      alternativeText: CurvesDescription(panels: panels, verb: "falls").text,
      sheet: FigureSheet(
        "How the difference of the \(plan.readWords) fades", explanation: explanation,
        key: Key(title: "hidden size:", hiddenSizes.map { .line("\($0)", color($0)) }),
        notes: results.gapNotes, caption: caption))
  }

  private var hiddenSizes: [Int] { grid.hiddenSizes.sorted() }

  private var explanation: String {
    let repeats = NumberText.count(plan.repeats, "repeat")
    let inputs = grid.inputSizes.count
    let runs = inputs == 1 ? repeats : "\(NumberText.count(inputs, "input size")) and \(repeats)"
    return """
      Of one network, fed two sequences that agree from shared step 1 on. Median over \(runs); the band holds the \
      middle 80%. Shaded: less than a unit in the last place of 1.
      """
  }

  private func color(_ hidden: Int) -> Color {
    PlotColor.series(hiddenSizes.firstIndex(of: hidden) ?? 0, of: hiddenSizes.count)
  }

  private var ulp: Double { plan.precision.ulpOfOne }

  private func panel(_ type: NetworkType) -> CurvePanel {
    CurvePanel(
      heading: grid.heading(type), series: hiddenSizes.map { series(type, hidden: $0) },
      levels: [CurveLevel(value: ulp, label: "\(plan.precision.rawValue) rounding", isFloor: true)])
  }

  private func series(_ type: NetworkType, hidden: Int) -> CurveSeries {
    let curves = grid.inputSizes.flatMap { input in
      results.measured(type.subject(hidden: hidden, input: input)).map { $0.curve.map(Double.init) }
    }
    return CurveSeries(
      name: "\(hidden)", color: color(hidden), xs: plan.settings.curveSteps.map(Double.init), curves: curves,
      band: 0.1...0.9, told: Self.toldPlaces
    ) { point in
      """
      \(grid.heading(type)), hidden \(hidden), shared step \(NumberText.whole(Int(saturating: point.x))): median difference \
      \(NumberText.twoDigits(point.middle)) (80% of \(NumberText.count(curves.count, "run")): \
      \(NumberText.twoDigits(point.low)) to \(NumberText.twoDigits(point.high)))
      """
    }
  }

  /// The places of the steps next to the powers of ten.
  private static func toldPlaces(_ points: [CurveSeries.Point]) -> [Int] {
    let powers = LogScale(base: .ten, domain: 1...max(1, points.last?.x ?? 1), start: 0, end: 1).powers
    return powers.compactMap { power in
      points.indices.min { abs(log(points[$0].x / power)) < abs(log(points[$1].x / power)) }
    }
  }
}
