import Experiments
import Text

/// What is to be said under figures of the memorization task: how the numbers came about.
enum MemorizationCaption {
  /// - Parameter program: name and version; nil where they are not known.
  static func text(_ plan: MemorizationPlan, program: String?) -> String {
    let settings = plan.settings
    let lengths =
      settings.lengths.count == 1
      ? "\(settings.lengths.lowerBound)"
      : "\(settings.lengths.lowerBound) to \(settings.lengths.upperBound)"
    let updates =
      settings.updatesPerEpoch == 1 ? "" : " of \(NumberText.count(settings.updatesPerEpoch, "update"))"
    let parts = [
      "Sequences of \(lengths) uniform numbers", "\(NumberText.count(settings.epochs, "epoch"))\(updates)",
      "minibatches of \(NumberText.whole(settings.batchSize))",
      "learning rate \(NumberText.shortest(settings.learningRate))",
      settings.truncation.map { "gradients through \(NumberText.count($0, "step"))" },
      "weights: \(plan.initialization.text)", NumberText.count(plan.grid.repeats, "repeat"),
      "loss on \(NumberText.whole(settings.evaluationSequences)) fresh sequences", "seed \(plan.seed)",
    ]
    return parts.compactMap(\.self).joined(separator: "; ") + "." + (program.map { " \($0)" } ?? "")
  }
}
