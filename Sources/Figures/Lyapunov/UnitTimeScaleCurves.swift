import Drawing
import Experiments
import Foundation
import MemoryMeasures
import Text

/// The share of the units whose own time scale is longer than so many steps: panels as `SizePanels` has them.
struct UnitTimeScaleCurves {
  let results: Results<Lyapunov>
  let caption: String

  private var plan: Plan<Lyapunov> { results.plan }
  private var sizes: SizePanels<Lyapunov> { SizePanels(plan: plan) }

  /// Nil where no unit has a time scale that an axis holds.
  var figure: CurvesFigure? {
    let finite = plan.allSubjects.flatMap(results.unitTimeScales).filter { $0 > 0 && $0.isFinite }
    guard let least = finite.min(), let most = finite.max() else { return nil }
    let range = max(pow(10, log10(least).rounded(.down)), 1e-3)...min(pow(10, log10(most).rounded(.up)), 1e9)
    let axis = range.lowerBound < range.upperBound ? range : range.lowerBound / 10...range.lowerBound * 10
    let panels = sizes.groups.map { panel($0, over: axis) }.filter { !$0.series.isEmpty }
    return CurvesFigure(
      name: "unit-time-scales", panels: panels, x: (.steps(axis), "time scale of a unit (steps)"),
      y: (.linear(0...1), "share of units with a longer one"),
      alternativeText: CurvesDescription(
        panels: panels, unit: "step", verb: "goes", number: NumberText.fraction
      ).text,
      sheet: FigureSheet(
        "How long do units keep their state?",
        explanation: """
          -1/<ln f>, with f what a unit's own gate (forget, update) or leak keeps of its state in a step, along a driven \
          trajectory: the share of the units with a longer one; median over \(results.repeatWords()), \
          the band reaches from the smallest to the largest.
          """,
        key: sizes.key(), notes: results.gapNotes, caption: caption))
  }

  private func panel(
    _ group: (heading: String, subjects: [Subject]), over axis: ClosedRange<Double>
  ) -> CurvePanel {
    let decades = log10(axis.upperBound / axis.lowerBound)
    let count = 24 * max(1, Int(saturating: decades.rounded()))
    let xs = (0...count).map { axis.lowerBound * pow(10, decades * Double($0) / Double(count)) }
    let told = group.subjects.filter { !results.unitTimeScales(of: $0).isEmpty }
    return CurvePanel(
      heading: group.heading,
      series: told.map { subject in
        let name = plan.name(of: subject)
        let curves = results.measured(subject).map { found in
          let scales = found.unitTimeScales.filter { !$0.isNaN }
          return xs.map { x in Double(scales.count { $0 > x }) / Double(scales.count) }
        }
        return CurveSeries(
          name: name, color: sizes.color(of: subject), xs: xs, curves: curves,
          told: { points in points.indices.filter { $0 > 0 && $0.isMultiple(of: 24) } }
        ) { point in
          "\(name): \(NumberText.fraction(point.middle)) of the units longer than \(NumberText.tick(point.x)) steps"
        }
      })
  }
}
