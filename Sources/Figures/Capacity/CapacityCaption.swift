import Experiments
import MemoryMeasures
import Text

/// What is to be said under figures of the memory capacity: how the numbers came about.
enum CapacityCaption {
  /// - Parameter program: name and version; nil where they are not known.
  static func text(_ plan: CapacityPlan, program: String?) -> String {
    let settings = plan.settings
    let inputs = settings.inputs == .uniform ? "uniform inputs from -1 to 1" : "standard normal inputs"
    let parts = [
      inputs + (settings.inputScale == 1 ? "" : " times \(NumberText.shortest(settings.inputScale))"),
      "washout of \(NumberText.count(settings.leadSteps, "step"))",
      """
      readouts fitted to \(NumberText.count(settings.trainingSteps, "step")) and judged on \
      \(NumberText.whole(settings.testSteps)) others
      """,
      settings.ridge == 0 ? nil : "ridge \(NumberText.shortest(settings.ridge))",
      "noise floor of \(NumberText.count(settings.surrogates, "surrogate"))",
      NumberText.count(plan.repeats, "repeat"), weights(plan), plan.precision.rawValue, "seed \(plan.seed)",
    ]
    let text = parts.compactMap(\.self).joined(separator: "; ")
    return text.prefix(1).uppercased() + text.dropFirst() + "." + (program.map { " \($0)" } ?? "")
  }

  private static func weights(_ plan: CapacityPlan) -> String? {
    guard case .grid(_, let initialization) = plan.subjects else { return nil }
    return "weights: \(initialization.text)"
  }
}
