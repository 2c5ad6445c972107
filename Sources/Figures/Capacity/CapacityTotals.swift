import Drawing
import Experiments
import Foundation
import Text

/// The memory capacities of a sweep against their bounds.
struct CapacityTotals {
  let results: CapacityResults
  let program: String?

  private var plan: CapacityPlan { results.plan }

  var figure: CapacityTotalsFigure {
    CapacityTotalsFigure(
      rows: plan.subjects.all.map(row),
      sheet: FigureSheet(
        headline: [("How many inputs can be read off a network?", PlotColor.ink)],
        explanation: """
          Memory capacity (Jaeger 2001): the memory function summed over delays 1 to \
          \(NumberText.whole(plan.settings.maximumDelay)). No network has more than the units of its last layer.
          """,
        key: key, notes: GapNotes(results).text, caption: CapacityCaption.text(plan, program: program)))
  }

  private func row(_ subject: CapacitySubject) -> CapacityTotalsFigure.Row {
    let statistics = results.statistics(of: subject)
    let (name, units) = (plan.name(of: subject), plan.units(of: subject))
    let spread =
      statistics.stdCapacity.isFinite ? " ± \(NumberText.tick(statistics.stdCapacity))" : ""
    let text =
      statistics.count == 0
      ? "no measured run"
      : """
      mean capacity \(NumberText.tick(statistics.meanCapacity))\(spread) over \
      \(NumberText.count(statistics.count, "repeat")), bound \(NumberText.whole(units))
      """
    return CapacityTotalsFigure.Row(
      name: name, capacities: results.measurements(of: subject).map(\.total), mean: statistics.meanCapacity,
      bound: units, description: "\(name): \(text)")
  }

  private var key: Key {
    Key([
      KeyEntry("mean") {
        let bar = CGRect(x: $0.x - 8, y: $0.y - 6, width: 16, height: 12)
        $1.fill(bar, PlotColor.blue.withOpacity(0.25))
      },
      KeyEntry("one run") { $1.fill(.circle(at: $0, radius: 2.6), PlotColor.blue.withOpacity(0.7)) },
      KeyEntry("bound: units of the last layer") {
        $1.line(
          from: CGPoint(x: $0.x, y: $0.y - 7), to: CGPoint(x: $0.x, y: $0.y + 7),
          Stroke(PlotColor.ink, width: 2))
      },
    ])
  }
}
