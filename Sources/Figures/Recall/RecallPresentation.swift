import Experiments
import MemoryMeasures
import Text

/// How exactly networks return their first input: for every network its absolute and relative errors by step and
/// magnitude.
struct RecallPresentation: MeasurePresentation {
  let results: Results<Recall>

  static let figureHelp = [
    FigureHelp(
      subject: "first-input recall",
      figures: [
        ("recall-error", "the error against the steps since"),
        ("relative-recall-error", "the same over the size of the first input"),
      ])
  ]

  var networks: [RecalledNetwork] {
    plan.allSubjects.map { RecalledNetwork(results: results, subject: $0) }
  }

  func tables(_ choice: TableChoice) -> [ResultsTable] { networks.flatMap(\.tables) }

  /// Nothing where every run was measured: the tables say all there is.
  var outcomes: [String] { results.isComplete && results.failed.isEmpty ? [] : [runCounts] }

  func figures(program: String?) -> [any Figure] {
    let training = NumberText.whole(plan.settings.trainingSequences)
    let parts = [
      plan.inputs.recordedWords.map { "\($0), the first from a row of its own, times the magnitude" }
        ?? "inputs: standard normals, the first times the magnitude",
      "readouts of networks that bring none fitted to \(training) other sequences", plan.weights,
      plan.arithmeticWords, "seed \(plan.seed)",
    ]
    let caption = caption(parts, program)
    return [false, true].map {
      RecallCurves(results: results, networks: networks, isRelative: $0, caption: caption).figure
    }
  }

  // MARK: On a page

  var heading: String {
    guard plan.subjects.grid == nil, plan.subjects.given.count == 1 else {
      let names = plan.subjects.grid.map { "\($0.cellTitles) networks" } ?? plan.networkList("network")
      return "How exactly \(names) return their first input"
    }
    return "How exactly \(plan.networkList("network")) returns its first input"
  }

  var introduction: [String] {
    [
      """
      A network is fed sequences of \
      \(plan.inputs == .random ? "standard normal inputs" : "recorded inputs, but for the first, which is from a row drawn from all"), \
      of which the first is multiplied by a magnitude. After 1, 2, 5, 10, ... steps a linear readout of its output, the answer, is compared with that first input.
      """
    ]
  }

  var settings: [(name: String, value: String)] {
    let settings = plan.settings
    return subjectRows + (plan.repeats == 1 ? [] : [("Repeats", NumberText.whole(plan.repeats))]) + [
      ("Steps", NumberText.whole(settings.totalSteps)),
      ("Test sequences", "\(NumberText.whole(settings.sequences)) per magnitude"),
      ("Magnitudes", settings.magnitudes.map(NumberText.shortest).joined(separator: " · ")),
    ] + originRows
  }

  var findings: [HTML] {
    [
      HTML("h3", "What was found"),
      HTML(
        "ul", [:],
        networks.map { network in
          HTML(
            "li", [:],
            [HTML("strong", network.title), .text(". \(network.readout). \(network.verdict)")])
        }),
    ] + outcomes.map(HTML.paragraph) + [
      .paragraph(
        """
        An absolute error says how far the answer is from the first input. A relative error holds that against the \
        size of the first input: at 1, an answer is no better than 0 would be.
        """)
    ]
  }
}

/// What there is to be said of one network's recall, or that of one kind of drawn networks.
struct RecalledNetwork {
  let name: String
  /// By magnitude, with the sequences of all repeats; nil where no run was measured.
  let runs: [RecallMeasurement?]
  private let plan: Plan<Recall>
  private let outline: NetworkOutline
  /// Those of all repeats: 64 sequences.
  private let sequences: String

  private var settings: RecallSettings { plan.settings }

  init(results: Results<Recall>, subject: Subject) {
    plan = results.plan
    outline = plan.outline(of: subject)
    name = plan.name(of: subject)
    sequences = results.repeatWords("sequence", times: plan.settings.sequences) { $0 == subject }
    runs = plan.settings.magnitudes.indices.map { magnitude in
      let runs = results.measured(subject, at: [magnitude])
      guard !runs.isEmpty else { return nil }
      return RecallMeasurement(
        firstInputs: runs.flatMap(\.firstInputs), answers: runs.flatMap(\.answers),
        errorBounds: runs.flatMap(\.errorBounds))
    }
  }

  /// Median |first input| by magnitude: about the error of a network that remembers nothing.
  var medianFirstInputs: [Double] { runs.compactMap { $0?.medianFirstInput } }

  /// latch lstm: first-input recall (32 units, 1 input, float32)
  var title: String {
    """
    \(name): first-input recall (\(NumberText.count(outline.outputSize, "unit")), \
    \(NumberText.count(outline.inputSize, "input")), \(plan.arithmeticWords))
    """
  }

  /// How the answer is read.
  var readout: String {
    guard let readout = Recall.readout(of: outline, settings) else {
      return """
        Readout: least squares, fitted for each step and magnitude to \
        \(NumberText.whole(settings.trainingSequences)) other sequences
        """
    }
    return "Readout: \(NumberText.weight(readout.scale)) · h[\(readout.unit)]"
  }

  /// What the errors are to be held against.
  var verdict: String {
    guard let promise = outline.promise else {
      let errors = medianFirstInputs.map(NumberText.twoDigits).joined(separator: ", ")
      return "A network that remembered nothing would have a median absolute error of about \(errors)."
    }
    let holds = runs.compactMap(\.self).allSatisfy {
      $0.isWithinBounds(steps: settings.steps, from: promise.firstStep)
    }
    let steps = "from step \(promise.firstStep) on" + (promise.firstStep == 1 ? "" : " (not before)")
    let range = promise.exactRange
    return """
      By construction exact \(steps) for \(NumberText.twoDigits(range.lowerBound)) ≤ |first input| ≤ \
      \(NumberText.large(range.upperBound)): \(holds ? "it is." : "IT IS NOT.")
      """
  }

  /// Absolute errors, then relative ones.
  var tables: [ResultsTable] {
    let meaning = "median · largest over \(sequences)"
    return [
      table(
        "|answer - first input|, \(meaning)", quantity: "absolute", runs.map { $0?.absolute },
        preface: [title, readout, verdict]),
      table(
        "|answer - first input| / |first input|, \(meaning)", quantity: "relative",
        runs.map { $0?.relative }),
    ]
  }

  /// - Parameter spreads: by magnitude, then step.
  private func table(
    _ title: String, quantity: String, _ spreads: [[RecallMeasurement.Spread]?], preface: [String] = []
  ) -> ResultsTable {
    let rows = settings.steps.indices.map { place in spreads.map { $0?[place] } }
    let table = TextTable(
      rowTitle: (name: "after", unit: "(steps)"), columnTitle: "standard deviation of the first input",
      columns: settings.magnitudes.map(NumberText.shortest),
      rows: zip(settings.steps, rows).map { step, spreads in
        let cells = spreads.map { spread in
          spread.map { "\(NumberText.twoDigits($0.median)) · \(NumberText.twoDigits($0.largest))" } ?? "–"
        }
        return (label: NumberText.whole(step), cells: cells)
      })
    return ResultsTable(
      title: title, subject: name, preface: preface,
      notes: spreads.contains { $0 == nil } ? ["– no measured run"] : [], table: table,
      heat: HeatValues(quantity: quantity, values: rows.map { $0.map { $0?.median } }))
  }
}
