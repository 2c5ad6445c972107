import Drawing
import Experiments
import MemoryMeasures
import Text

/// All Lyapunov exponents, from the largest to the smallest: panels as `SizePanels` has them.
struct LyapunovSpectra {
  let results: Results<Lyapunov>
  let caption: String

  private var plan: Plan<Lyapunov> { results.plan }
  private var sizes: SizePanels<Lyapunov> { SizePanels(plan: plan) }

  var figure: CurvesFigure {
    let panels = sizes.groups.map(panel)
    let count = plan.settings.exponents
    let last = panels.flatMap(\.series).flatMap(\.points).map(\.x).max() ?? Double(count)
    return CurvesFigure(
      name: "lyapunov-spectrum", panels: panels, x: (.wholes(1...max(2, last)), "number of the exponent"),
      y: (panels.heights, "exponent (nats per step)"),
      columns: sizes.columns,
      alternativeText: CurvesDescription(
        panels: panels, unit: "exponent", verb: "goes", number: NumberText.tick
      ).text,
      sheet: FigureSheet(
        "At which rates do differences of state grow or fade?",
        explanation: """
          Lyapunov exponents of the complete state along a driven trajectory, the largest first: median over \
          \(results.repeatWords()); the band reaches from the smallest to the largest.
          """,
        key: sizes.key(),
        notes: [results.gapNotes, lostNote].filter { !$0.isEmpty }.joined(separator: " "), caption: caption))
  }

  /// Of exponents that no axis holds; empty where there are none.
  private var lostNote: String {
    let found = results.records.values.compactMap(\.value)
    let lost = found.reduce(0) { $0 + $1.minusInfiniteCount }
    let all = found.reduce(0) { $0 + $1.found.count }
    return lost == 0
      ? ""
      : "Not drawn: \(NumberText.whole(lost)) of \(NumberText.count(all, "exponent")), which are minus infinity."
  }

  private func panel(_ group: (heading: String, subjects: [Subject])) -> CurvePanel {
    CurvePanel(
      heading: group.heading,
      series: group.subjects.map { subject in
        let (name, outline) = (plan.name(of: subject), plan.outline(of: subject))
        return CurveSeries(
          name: name, color: sizes.color(of: subject), xs: (1...plan.settings.exponents).map(Double.init),
          curves: results.measured(subject).map { $0.exponents }, told: { [0, $0.count - 1] }
        ) { point in
          """
          \(name), exponent \(NumberText.whole(Int(saturating: point.x))) of \(NumberText.whole(outline.stateSize)): median \
          \(NumberText.tick(point.middle))
          """
        }
      }, levels: [.unchanged])
  }
}
