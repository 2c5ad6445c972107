import Drawing
import Experiments
import Foundation
import MemoryMeasures
import Text

/// How exactly networks return their first input, over the steps since: a panel per network, a curve per magnitude of
/// the first input. A curve is the median error over the test sequences; its band reaches from the smallest to the
/// largest.
struct RecallCurves {
  let results: RecallResults
  /// Whether errors are divided by the first input.
  let isRelative: Bool
  let program: String?

  private var settings: RecallSettings { results.settings }

  var figure: CurvesFigure {
    let panels = results.entries.map(panel)
    return CurvesFigure(
      name: isRelative ? "relative-recall-error" : "recall-error", panels: panels,
      x: (.steps(1...Double(max(10, settings.totalSteps))), "steps after which the answer is read"),
      y: (.magnitudes(floor: 0), isRelative ? "relative error" : "absolute error"),
      alternativeText: CurvesDescription(panels: panels, verb: "goes").text,
      sheet: FigureSheet(
        headline: [("How exactly do networks return their first input?", PlotColor.ink)],
        explanation: explanation, key: key, notes: "", caption: caption))
  }

  private var explanation: String {
    let error = isRelative ? "|answer - first input| / |first input|" : "|answer - first input|"
    return """
      \(error): median over \(NumberText.count(settings.sequences, "test sequence")); the band reaches from the \
      smallest to the largest.
      """
  }

  private var caption: String {
    """
    Inputs: standard normals, the first times the magnitude; readouts of networks that bring none fitted to \
    \(NumberText.whole(settings.trainingSequences)) other sequences; \(results.precision.rawValue); seed \
    \(results.seed).\(program.map { " \($0)" } ?? "")
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
    let count = settings.magnitudes.count
    guard count > 1 else { return PlotColor.blue }
    return ColorMap.viridis.color(at: 0.88 * Double(magnitude) / Double(count - 1))
  }

  private func panel(_ entry: RecallResults.Entry) -> CurvePanel {
    let errors = isRelative ? entry.measurement.relativeErrors : entry.measurement.absoluteErrors
    return CurvePanel(
      heading: entry.network.name,
      series: settings.magnitudes.indices.map { series(entry.network.name, $0, errors[$0]) },
      levels: levels(entry))
  }

  /// The error of always answering 0: one level where all magnitudes share it.
  private func levels(_ entry: RecallResults.Entry) -> [CurveLevel] {
    if isRelative { return [CurveLevel(value: 1, label: "remembers nothing")] }
    guard settings.magnitudes.count == 1 else { return [] }
    return entry.medianFirstInputs.map { CurveLevel(value: $0, label: "remembers nothing") }
  }

  /// - Parameter errors: [sequence][step].
  private func series(_ network: String, _ magnitude: Int, _ errors: [[Double]]) -> CurveSeries {
    var points: [CurveSeries.Point] = []
    var descriptions: [Int: String] = [:]
    let size = NumberText.shortest(settings.magnitudes[magnitude])
    for (place, step) in settings.steps.enumerated() where !errors.isEmpty {
      let values = Quantiles(errors.map { $0[place] })
      points.append(
        CurveSeries.Point(x: Double(step), low: values[0], middle: values[0.5], high: values[1]))
      descriptions[place] = """
        \(network), magnitude \(size), after \(NumberText.count(step, "step")): median error \
        \(NumberText.twoDigits(values[0.5])), largest \(NumberText.twoDigits(values[1]))
        """
    }
    return CurveSeries(
      name: "magnitude \(size)", color: color(magnitude), points: points, descriptions: descriptions)
  }
}
