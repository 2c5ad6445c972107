import Experiments
import MemoryMeasures
import RecurrentNetworks
import Text

/// What reports say of every kind of divergence results.
enum DivergenceWords {
  static func protocolSentence(_ settings: DivergenceSettings) -> String {
    """
    Each network is fed two sequences of \(NumberText.whole(settings.totalSteps)) steps that differ in the first \
    \(NumberText.whole(settings.uniqueSteps)) and are the same in the \
    \(NumberText.whole(settings.horizon)) shared steps after. Counted are the shared steps until its outputs agree: \
    for as long as they differ, the network remembers which of the two beginnings it was fed.
    """
  }

  static func settings(
    _ settings: DivergenceSettings, seed: UInt64, precision: Precision
  ) -> [(name: String, value: String)] {
    [
      ("Total steps", NumberText.whole(settings.totalSteps)),
      ("Unique steps", NumberText.whole(settings.uniqueSteps)),
      (
        "Thresholds",
        settings.thresholds.isEmpty
          ? "none" : settings.thresholds.map(NumberText.shortest).joined(separator: " · ")
      ),
      ("Seed", "\(seed)"), ("Arithmetic", precision.rawValue),
    ]
  }

  /// How the runs ended, as the tables say it.
  static func outcomes<Plan: SweepPlan>(
    _ results: SweepResults<Plan>
  ) -> HTML where Plan.Value == DivergenceMeasurement {
    let lines = DivergenceOutcomes(results).lines
    return .sequence([HTML("h3", "What was found")] + lines.map(HTML.paragraph))
  }
}
