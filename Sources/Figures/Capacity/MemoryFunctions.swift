import Drawing
import Experiments
import MemoryMeasures
import Text

/// How much of the input some steps ago a linear readout recovers, against the delay: panels as `SizePanels` has them. A
/// curve is the median over the repeats, and its band reaches
/// from the smallest to the largest.
struct MemoryFunctions {
  let results: Results<Capacity>
  let caption: String

  private var plan: Plan<Capacity> { results.plan }
  private var sizes: SizePanels<Capacity> { SizePanels(plan: plan) }

  var figure: CurvesFigure {
    let panels = sizes.groups.map(panel)
    let delays = Double(plan.settings.maximumDelay)
    let highest = highest(panels)
    return CurvesFigure(
      name: "memory-function", panels: panels, x: (.linear(0...delays), "delay (steps)"),
      y: (.linear(0...highest), highest > 1 ? "inputs recovered" : "share of the input recovered"),
      columns: sizes.columns,
      alternativeText: CurvesDescription(panels: panels, unit: "delay", verb: "falls").text,
      sheet: FigureSheet(
        "How much of its past inputs can be read off a network?",
        explanation: """
          Share of the input some steps ago that a linear readout recovers. Median over \
          \(results.repeatWords()); the band reaches from the smallest to the largest.
          """,
        key: sizes.key([.line("noise floor", Self.floorColor)]), notes: results.figureNotes, caption: caption)
    )
  }

  /// 1, or the number of inputs, over which memory functions are summed.
  private func highest(_ panels: [CurvePanel]) -> Double {
    max(1, panels.flatMap(\.series).flatMap(\.points).map(\.high).max() ?? 1)
  }

  private static let floorColor = PlotColor.orange

  private func panel(_ group: (heading: String, subjects: [Subject])) -> CurvePanel {
    let functions = group.subjects.map { subject in
      series(
        results.shown(subject).map(\.memoryFunction), name: plan.name(of: subject),
        color: sizes.color(of: subject), told: toldDelays)
    }
    let floors = group.subjects.map { subject in
      series(results.shown(subject).map(\.noiseFloor), name: "noise floor", color: Self.floorColor)
    }
    return CurvePanel(heading: group.heading, series: floors + functions)
  }

  /// - Parameter curves: by repeat, over the delays.
  private func series(
    _ curves: [[Double]], name: String, color: Color, told delays: [Int] = []
  ) -> CurveSeries {
    CurveSeries(
      name: name, color: color, xs: (1...plan.settings.maximumDelay).map(Double.init), curves: curves,
      told: { points in delays.map { $0 - 1 }.filter(points.indices.contains) }
    ) { point in
      """
      \(name), delay \(NumberText.whole(Int(saturating: point.x))): median \(NumberText.tick(point.middle)) over \
      \(NumberText.count(curves.count, "repeat")) (\(NumberText.tick(point.low)) to \
      \(NumberText.tick(point.high)))
      """
    }
  }

  /// The first delay and the ticks of the axis.
  private var toldDelays: [Int] {
    let ticks = LinearScale(domain: 0...Double(plan.settings.maximumDelay), start: 0, end: 1).ticks
    return Set([1] + ticks.map { Int(saturating: $0) }.filter { $0 >= 1 }).sorted()
  }
}
