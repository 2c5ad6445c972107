import Drawing
import Experiments
import MemoryMeasures
import RecurrentNetworks
import Text

/// How much of the input some steps ago a linear readout recovers, against the delay: a panel per cell type and depth
/// with a curve per size, or a panel per given network. A curve is the median over the repeats, and its band reaches
/// from the smallest to the largest.
struct MemoryFunctions {
  let results: CapacityResults
  let program: String?

  private var plan: CapacityPlan { results.plan }

  var figure: CurvesFigure {
    let panels = groups.map(panel)
    let delays = Double(plan.settings.maximumDelay)
    let highest = highest(panels)
    return CurvesFigure(
      name: "memory-function", panels: panels, x: (.linear(0...delays), "delay (steps)"),
      y: (.linear(0...highest), highest > 1 ? "inputs recovered" : "share of the input recovered"),
      alternativeText: CurvesDescription(panels: panels, unit: "delay", verb: "falls").text,
      sheet: FigureSheet(
        headline: [("How much of its past inputs can be read off a network?", PlotColor.ink)],
        explanation: """
          Squared correlation of a linear readout with the input some steps ago, corrected for chance. Median over \
          \(NumberText.count(plan.repeats, "repeat")); the band reaches from the smallest to the largest.
          """,
        key: key, notes: GapNotes(results).text, caption: CapacityCaption.text(plan, program: program)))
  }

  /// 1, or the number of inputs, over which memory functions are summed.
  private func highest(_ panels: [CurvePanel]) -> Double {
    max(1, panels.flatMap(\.series).flatMap(\.points).map(\.high).max() ?? 1)
  }

  private var key: Key {
    let floor = KeyEntry.line("noise floor (subtracted)", Self.floorColor)
    let sizes = units
    guard case .grid = plan.subjects, sizes.count > 1 else { return Key([floor]) }
    return Key(title: "units:", sizes.map { .line("\($0)", color($0)) } + [floor])
  }

  private static let floorColor = PlotColor.orange

  private var units: [Int] { Set(plan.subjects.all.map(plan.units)).sorted() }

  private func color(_ units: Int) -> Color {
    guard case .grid = plan.subjects, self.units.count > 1 else { return PlotColor.blue }
    let place = Double(self.units.firstIndex(of: units) ?? 0)
    return ColorMap.viridis.color(at: 0.88 * place / Double(self.units.count - 1))
  }

  /// Subjects of one panel, with its heading.
  private var groups: [(heading: String, subjects: [CapacitySubject])] {
    switch plan.subjects {
    case .networks: plan.subjects.all.map { (plan.name(of: $0), [$0]) }
    case .grid(let grid, _):
      grid.layers.flatMap { layers in
        grid.cells.map { cell in
          let heading = cell.title + (grid.layers == [1] ? "" : ", \(NumberText.count(layers, "layer"))")
          let subjects = grid.shapes.filter { $0.cell == cell && $0.layers == layers }
            .sorted { $0.hiddenSize < $1.hiddenSize }
          return (heading, subjects.map(CapacitySubject.drawn))
        }
      }
    }
  }

  private func panel(_ group: (heading: String, subjects: [CapacitySubject])) -> CurvePanel {
    let functions = group.subjects.map { subject in
      series(
        results.measurements(of: subject).map(\.memoryFunction), name: plan.name(of: subject),
        color: color(plan.units(of: subject)))
    }
    let floors = group.subjects.map { subject in
      let floors = results.measurements(of: subject).map(\.noiseFloor)
      return series(floors, name: "noise floor", color: Self.floorColor, isTold: false)
    }
    return CurvePanel(heading: group.heading, series: floors + functions)
  }

  /// - Parameter curves: by repeat, over the delays.
  private func series(
    _ curves: [[Double]], name: String, color: Color, isTold: Bool = true
  ) -> CurveSeries {
    var points: [CurveSeries.Point] = []
    var descriptions: [Int: String] = [:]
    for delay in (curves.first ?? []).indices {
      let values = Quantiles(curves.map { $0[delay] })
      points.append(
        CurveSeries.Point(x: Double(delay + 1), low: values[0], middle: values[0.5], high: values[1]))
    }
    for delay in toldDelays where isTold && delay <= points.count {
      let point = points[delay - 1]
      descriptions[delay - 1] = """
        \(name), delay \(NumberText.whole(delay)): median \(NumberText.tick(point.middle)) over \
        \(NumberText.count(curves.count, "repeat")) (\(NumberText.tick(point.low)) to \
        \(NumberText.tick(point.high)))
        """
    }
    return CurveSeries(name: name, color: color, points: points, descriptions: descriptions)
  }

  /// The first delay and the ticks of the axis.
  private var toldDelays: [Int] {
    let ticks = LinearScale(domain: 0...Double(plan.settings.maximumDelay), start: 0, end: 1).ticks
    return Set([1] + ticks.map { Int($0) }.filter { $0 >= 1 }).sorted()
  }
}
