import Drawing
import Experiments
import MemoryMeasures
import Text

/// What is left of a perturbation, in sweeps that recorded curves: the difference of the outputs by the length of the
/// change, of given networks, and the linear response, of all. Panels as `SizePanels` has them.
struct ResponseCurves {
  let results: Results<Divergence>
  let caption: String

  private var plan: Plan<Divergence> { results.plan }
  private var settings: DivergenceSettings { plan.settings }
  private var sizes: SizePanels<Divergence> { SizePanels(plan: plan) }
  private var isDrawn: Bool { plan.subjects.grid != nil }

  /// Nil where there is nothing to draw that other figures do not show.
  var figure: CurvesFigure? {
    let isPerturbed = settings.perturbation != .beginning && !isDrawn
    guard settings.recordsCurve, settings.followsResponse || isPerturbed else { return nil }
    let panels = sizes.groups.map { group in
      CurvePanel(
        heading: group.heading,
        series: group.subjects.flatMap { subject in
          (isPerturbed ? [difference(subject)] : []) + (settings.followsResponse ? [response(subject)] : [])
        })
    }
    return CurvesFigure(
      name: "perturbation-response", panels: panels,
      x: (.steps(1...max(10, Double(settings.horizon))), "shared step"),
      y: (
        .magnitudes(floor: Double.ulpOfOne * 1e-2),
        isPerturbed ? "difference per length of the change" : "linear response"
      ),
      columns: sizes.columns,
      alternativeText: CurvesDescription(panels: panels, verb: "goes").text,
      sheet: FigureSheet(
        "For how long does \(settings.perturbedWords) matter?",
        explanation: """
          \(isPerturbed ? "Of a network, fed" : "The largest derivative of an output by the change, along one of") \
          \(settings.pairWords); median over \(results.repeatWords("run")), and the band from the smallest to \
          the largest.\
          \(isPerturbed && settings.followsResponse ? " The linear response is that to the slightest change." : "")
          """,
        key: key(isPerturbed: isPerturbed), notes: results.gapNotes, caption: caption))
  }

  private func key(isPerturbed: Bool) -> Key {
    guard !isDrawn else { return sizes.key() }
    return Key(
      (isPerturbed ? [.line("difference", PlotColor.blue)] : [])
        + (settings.followsResponse ? [.line("linear response", PlotColor.orange)] : []))
  }

  private func difference(_ subject: Subject) -> CurveSeries {
    series("difference", PlotColor.blue, subject) { found in
      found.curve.map { Double($0) / found.onset.length }
    }
  }

  private func response(_ subject: Subject) -> CurveSeries {
    series(
      isDrawn ? plan.name(of: subject) : "linear response",
      isDrawn ? sizes.color(of: subject) : PlotColor.orange, subject
    ) { found in found.response?.curve.map { Double($0) } ?? [] }
  }

  private func series(
    _ name: String, _ color: Color, _ subject: Subject, _ curve: (DivergenceMeasurement) -> [Double]
  ) -> CurveSeries {
    CurveSeries(
      name: name, color: color, xs: settings.curveSteps.map(Double.init),
      curves: results.measured(subject).map(curve), told: { [0, $0.count - 1] }
    ) { point in
      """
      \(plan.name(of: subject)), \(name), shared step \(NumberText.whole(Int(saturating: point.x))): median \
      \(NumberText.twoDigits(point.middle))
      """
    }
  }
}
