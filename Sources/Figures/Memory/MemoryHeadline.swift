import Drawing
import Experiments
import MemoryMeasures
import Text

/// What a plot says in words: as much of the story as its results bear out.
struct MemoryHeadline {
  let lines: [(text: String, color: Color)]

  /// - Parameter panels: of these results.
  init(_ results: DivergenceResults, panels: [MemoryPanel]) {
    let points = panels.flatMap(\.curves).filter { $0.count != .settled }.flatMap(\.points)
    guard
      let threshold = results.plan.settings.tabulatedThreshold, let slowest = points.map(\.largest).max(),
      !points.contains(where: \.largestIsLowerBound), Self.isAllEndlessRounding(results)
    else {
      lines = [
        ("For how long do inputs that differ only at the beginning", PlotColor.ink),
        ("keep a network's outputs apart?", PlotColor.ink),
      ]
      return
    }
    let name = NumberText.shortest(threshold.value)
    let steps = NumberText.count(Int(slowest.rounded(.up)), "step")
    lines = [
      ("On average, memory fades to \(name) within \(steps) at every size.", PlotColor.blue),
      ("What seems endless is float rounding.", PlotColor.orange),
    ]
  }

  /// Whether there are runs that never settled, and all of them ended at the rounding floor.
  private static func isAllEndlessRounding(_ results: DivergenceResults) -> Bool {
    let endless = results.records.values.compactMap { record -> DivergenceOutcome? in
      guard case .measured(let measurement) = record, !measurement.settled.reached else { return nil }
      return measurement.outcome
    }
    return !endless.isEmpty && endless.allSatisfy { $0 == .roundingFloor }
  }
}
