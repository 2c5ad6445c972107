import Drawing
import Experiments
import MemoryMeasures
import Text

/// How exactly networks return their first input, over the steps since: a panel per network, a curve per magnitude of
/// the first input. A curve is the median error over the test sequences; its band reaches from the smallest to the
/// largest.
struct RecallCurves {
  let results: Results<Recall>
  let networks: [RecalledNetwork]
  /// Whether errors are divided by the first input.
  let isRelative: Bool
  let caption: String

  private var settings: RecallSettings { results.plan.settings }

  var figure: CurvesFigure {
    let panels = networks.map(panel)
    return CurvesFigure(
      name: isRelative ? "relative-recall-error" : "recall-error", panels: panels,
      x: (.steps(1...Double(max(10, settings.totalSteps))), "steps after which the answer is read"),
      y: (.magnitudes(floor: 0), isRelative ? "relative error" : "absolute error"),
      alternativeText: CurvesDescription(panels: panels, verb: "goes").text,
      sheet: FigureSheet(
        "How exactly do networks return their first input?",
        explanation: explanation, key: key, notes: results.gapNotes, caption: caption))
  }

  private var explanation: String {
    let error = isRelative ? "|answer - first input| / |first input|" : "|answer - first input|"
    return """
      \(error): median over \(results.repeatWords("test sequence", times: settings.sequences)); the band reaches from the \
      smallest to the largest.
      """
  }

  private var key: Key {
    guard settings.magnitudes.count > 1 else { return Key() }
    return Key(
      settings.magnitudes.indices.map {
        .line("magnitude \(NumberText.shortest(settings.magnitudes[$0]))", color($0))
      })
  }

  private func color(_ magnitude: Int) -> Color {
    PlotColor.series(magnitude, of: settings.magnitudes.count, alone: PlotColor.blue)
  }

  private func panel(_ network: RecalledNetwork) -> CurvePanel {
    CurvePanel(
      heading: network.name,
      series: settings.magnitudes.indices.map { series(network, $0) }, levels: levels(network))
  }

  /// The error of always answering 0: one level where all magnitudes share it.
  private func levels(_ network: RecalledNetwork) -> [CurveLevel] {
    if isRelative { return [CurveLevel(value: 1, label: "remembers nothing")] }
    guard settings.magnitudes.count == 1 else { return [] }
    return network.medianFirstInputs.map { CurveLevel(value: $0, label: "remembers nothing") }
  }

  private func series(_ network: RecalledNetwork, _ magnitude: Int) -> CurveSeries {
    let errors = network.runs[magnitude].map { isRelative ? $0.relativeErrors : $0.absoluteErrors } ?? []
    let size = NumberText.shortest(settings.magnitudes[magnitude])
    return CurveSeries(
      name: "magnitude \(size)", color: color(magnitude), xs: settings.steps.map(Double.init), curves: errors,
      told: { Array($0.indices) }
    ) { point in
      """
      \(network.name), magnitude \(size), after \(NumberText.count(Int(saturating: point.x), "step")): median error \
      \(NumberText.twoDigits(point.middle)), largest \(NumberText.twoDigits(point.high))
      """
    }
  }
}
