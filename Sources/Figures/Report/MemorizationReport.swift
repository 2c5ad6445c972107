import Experiments
import MemoryMeasures
import Text

/// What a report tells of trainings on the memorization task.
struct MemorizationReport: ReportContent {
  let results: MemorizationResults

  private var plan: MemorizationPlan { results.plan }
  private var grid: MemorizationGrid { plan.grid }
  private var protocolSettings: MemorizationSettings { plan.settings }

  var heading: String {
    "Which inputs \(grid.cells.map(\.title).joined(separator: ", ")) networks learn to remember"
  }

  var introduction: [String] {
    [
      """
      The random memorization task: a network reads \(lengths) random numbers between 0 and 1 and answers with the \
      sum of its last layer's units. It is trained to answer with the input at one position, counted from the last, \
      which is 1, by plain gradient descent. Its loss is the mean distance of the answer from that input over \
      \(NumberText.count(protocolSettings.evaluationSequences, "fresh sequence")).
      """
    ]
  }

  var settings: [(name: String, value: String)] {
    [
      ("Cell types", grid.cells.map(\.title).joined(separator: ", ")),
      ("Layers", NumberText.list(grid.layers)), ("Hidden sizes", NumberText.list(grid.hiddenSizes)),
      ("Positions", NumberText.list(grid.positions)), ("Repeats", NumberText.whole(grid.repeats)),
      ("Weights before training", plan.initialization.text),
      ("Epochs", NumberText.whole(protocolSettings.epochs)),
      ("Updates per epoch", NumberText.whole(protocolSettings.updatesPerEpoch)),
      ("Sequences per minibatch", NumberText.whole(protocolSettings.batchSize)),
      ("Learning rate", NumberText.shortest(protocolSettings.learningRate)),
      (
        "Gradients flow back", protocolSettings.truncation.map { NumberText.count($0, "step") } ?? "all steps"
      ),
      ("Learned below a loss of", NumberText.shortest(plan.learnedBelow)), ("Seed", "\(plan.seed)"),
    ] + (results.shard == .whole ? [] : [("Part", "\(results.shard)")])
  }

  var findings: [HTML] {
    [
      HTML("h3", "What was found"), .paragraph(MemorizationSummary(results).outcomes),
      .paragraph(
        """
        A loss of 0.25 is that of the constant answer 0.5, which takes no memory at all; 0 would be perfect. A \
        training counts as learned below \(NumberText.shortest(plan.learnedBelow)).
        """),
    ]
  }

  var tables: [ResultsTable] { MemorizationSummary(results).tables }

  private var lengths: String {
    let lengths = protocolSettings.lengths
    return lengths.count == 1 ? "\(lengths.lowerBound)" : "\(lengths.lowerBound) to \(lengths.upperBound)"
  }
}
