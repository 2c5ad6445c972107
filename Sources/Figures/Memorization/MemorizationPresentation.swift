import Experiments
import MemoryMeasures
import Text

/// Which of their last inputs networks learn to remember: losses and the border of what is learned over network size
/// and position, and how training went.
struct MemorizationPresentation: MeasurePresentation {
  let results: Results<Memorization>

  static let figureHelp = [
    FigureHelp(
      subject: "the memorization task",
      figures: [
        ("memorization", "losses over network size and position, means"),
        ("memorization-median", "the same, medians"),
        ("memorization-spread", "their standard deviation over the repeats"),
        ("loss-curves", "losses over the epochs (of grids with --curves)"),
      ])
  ]

  private var grid: NetworkGrid { plan.subjects.grid ?? .standard }

  /// Of a single repeat both are the same.
  var choices: TableChoices { TableChoices(statistics: plan.repeats > 1 ? [.mean, .median] : [.mean]) }

  func tables(_ choice: TableChoice) -> [ResultsTable] {
    grid.types.flatMap { type in
      let trainings = Trainings(results: results, grid: grid, type: type)
      let shown = choices.statistics.filter { choice.statistic ?? $0 == $0 }
      return shown.map { MemorizationTable(trainings: trainings, shown: $0).table }
    }
  }

  var outcomes: [String] {
    let records = results.records.values.compactMap(\.value)
    let trained = records.filter { $0.outcome != .noTarget }
    let learned = trained.count { $0.outcome == .trained && plan.settings.isLearned($0.loss) }
    var parts = [
      "\(NumberText.count(trained.count, "training")), of which \(NumberText.whole(learned)) learned"
    ]
    func add(_ count: Int, _ text: String) {
      if count > 0 { parts.append("\(NumberText.whole(count)) \(text)") }
    }
    add(records.count { $0.outcome == .exploded }, "exploded")
    add(records.count { $0.outcome == .diverged }, "diverged")
    add(records.count { $0.outcome == .noTarget }, "without a target, as no sequence is that long")
    add(results.failed.count, "failed")
    add(results.missingCount, "not run yet")
    return [parts.joined(separator: "; ")]
  }

  func figures(program: String?) -> [any Figure] {
    let caption = caption(program: program)
    let shown: [MemorizationMap.Shown] =
      plan.repeats > 1 ? [.meanLoss, .medianLoss, .standardDeviation] : [.meanLoss]
    let maps = shown.map { MemorizationMap(results: results, grid: grid, shown: $0, caption: caption).figure }
    return maps + [LossCurves(results: results, grid: grid, caption: caption).figure].compactMap(\.self)
  }

  /// How the numbers came about: under figures.
  func caption(program: String?) -> String {
    let settings = plan.settings
    let updates =
      settings.updatesPerEpoch == 1 ? "" : " of \(NumberText.count(settings.updatesPerEpoch, "update"))"
    let parts = [
      "Sequences of \(lengths) uniform numbers", "\(NumberText.count(settings.epochs, "epoch"))\(updates)",
      "minibatches of \(NumberText.whole(settings.batchSize))",
      "learning rate \(NumberText.shortest(settings.learningRate))",
      settings.truncation.map { "gradients through \(NumberText.count($0, "step"))" },
      plan.weights, results.repeatWords(),
      "loss on \(NumberText.whole(settings.evaluationSequences)) fresh sequences", "seed \(plan.seed)",
    ]
    return caption(parts, program)
  }

  /// 10 to 15
  private var lengths: String {
    let lengths = plan.settings.lengths
    return lengths.count == 1 ? "\(lengths.lowerBound)" : "\(lengths.lowerBound) to \(lengths.upperBound)"
  }

  // MARK: On a page

  var heading: String { "Which inputs \(grid.cellTitles) networks learn to remember" }

  var introduction: [String] {
    [
      """
      The random memorization task: a network reads \(lengths) random numbers between 0 and 1 and answers with the \
      sum of its last layer's units. It is trained to answer with the input at one position, counted from the last, \
      which is 1, by plain gradient descent. Its loss is the mean distance of the answer from that input over \
      \(NumberText.count(plan.settings.evaluationSequences, "fresh sequence")).
      """
    ]
  }

  var settings: [(name: String, value: String)] {
    let settings = plan.settings
    return axisRows(grid) + [
      ("Positions", NumberText.list(settings.positions)), ("Repeats", NumberText.whole(plan.repeats)),
      ("Weights before training", grid.initialization.text), ("Epochs", NumberText.whole(settings.epochs)),
      ("Updates per epoch", NumberText.whole(settings.updatesPerEpoch)),
      ("Sequences per minibatch", NumberText.whole(settings.batchSize)),
      ("Learning rate", NumberText.shortest(settings.learningRate)),
      ("Gradients flow back", settings.truncation.map { NumberText.count($0, "step") } ?? "all steps"),
      ("Learned below a loss of", NumberText.shortest(settings.learnedBelow)),
    ] + originRows
  }

  var findings: [HTML] {
    [HTML("h3", "What was found")] + outcomes.map(HTML.paragraph) + [
      .paragraph(
        """
        A loss of 0.25 is that of the constant answer 0.5, which takes no memory at all; 0 would be perfect. A \
        training counts as learned below \(NumberText.shortest(plan.settings.learnedBelow)).
        """)
    ] + explosions
  }

  /// What an exploded training is, where there is one.
  private var explosions: [HTML] {
    guard results.records.values.contains(where: { $0.value?.outcome == .exploded }) else { return [] }
    return [
      .paragraph(
        """
        An exploded training was thrown out of where it had got to, or never got anywhere: its loss is above 0.375, \
        which is halfway from 0.25 to what the constant answers 0 and 1 score, after long training or after it was \
        lower by a third. Means leave such \
        trainings out, medians do not; a lower learning rate avoids them.
        """)
    ]
  }
}
