import Experiments
import MemoryMeasures
import Text

/// What is to be said under figures of the divergence protocol: how the numbers came about.
enum DivergenceCaption {
  /// - Parameter program: name and version; nil where they are not known.
  static func text(_ plan: DivergencePlan, program: String?) -> String {
    let grid = plan.grid
    return sentence(
      plan.settings,
      [
        "\(NumberText.count(grid.repeats, "repeat")) per grid cell", "weights: \(plan.initialization.text)",
        plan.precision.rawValue, "seed \(plan.seed)",
      ], program)
  }

  /// - Parameter program: name and version; nil where they are not known.
  static func text(_ plan: ComparisonPlan, program: String?) -> String {
    let inputs = plan.inputs == .normal ? [] : ["inputs recorded"]
    return sentence(plan.settings, inputs + [plan.precision.rawValue, "seed \(plan.seed)"], program)
  }

  private static func sentence(
    _ settings: DivergenceSettings, _ details: [String], _ program: String?
  ) -> String {
    let parts =
      [
        """
        Two sequences of \(NumberText.whole(settings.totalSteps)) steps that differ in the first \
        \(NumberText.whole(settings.uniqueSteps))
        """
      ] + details
    return parts.joined(separator: "; ") + "." + (program.map { " \($0)" } ?? "")
  }
}
