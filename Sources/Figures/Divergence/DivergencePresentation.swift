import Experiments
import MemoryMeasures
import Text

/// How long networks remember: of drawn networks mean steps over their sizes, as tables, heat maps and against the
/// hidden size; of given ones every run, and how they compare with their twins. Then the two readings of memory.
struct DivergencePresentation: MeasurePresentation {
  let results: Results<Divergence>
  private let comparisons: [TwinComparison]

  init(results: Results<Divergence>) {
    self.results = results
    comparisons = results.comparisons
  }

  static let figureHelp = [
    FigureHelp(
      subject: "a grid of networks",
      figures: [
        ("memory", "steps to bit-identity and to 1e-6 over hidden size"),
        ("settled-steps", "steps to bit-identity over hidden and input size"),
        ("threshold-steps", "steps to within 1e-6 over hidden and input size"),
        (differenceHelp.name, differenceHelp.content),
        ("precisions", "steps over hidden size, in several precisions"),
        ("rounding-floors", "the differences that do not fade, likewise"),
        (responseHelp.name, responseHelp.content),
      ]),
    FigureHelp(
      subject: "given networks",
      figures: [
        ("memory-over-training", "steps to every threshold over training checkpoints"),
        ("distributions", "the networks among their twins, or every run"),
        (differenceHelp.name, differenceHelp.content),
        (responseHelp.name, responseHelp.content),
      ]),
  ]

  private static let differenceHelp = (
    name: "difference-curves", content: "how the difference fades (with --curves)"
  )
  private static let responseHelp = (
    name: "perturbation-response", content: "what is left of a perturbation (with --curves)"
  )

  var choices: TableChoices {
    TableChoices(
      thresholds: plan.settings.thresholds,
      // Networks are held against their twins by medians.
      statistics: plan.subjects.twinKinds.isEmpty ? TableStatistic.allCases : [.median])
  }

  func tables(_ choice: TableChoice) -> [ResultsTable] {
    stepsTables(choice) + PerturbationTables(results: results, choice: choice).tables
      + LayerTables(results: results, choice: choice).tables
  }

  private func stepsTables(_ choice: TableChoice) -> [ResultsTable] {
    switch plan.subjects {
    case .drawn(let grid):
      return grid.types.flatMap {
        SizeTables(results: results, grid: grid, type: $0, choice: choice).tables
      }
    case .given(let networks, let kinds, _, _):
      guard !kinds.isEmpty else {
        return (plan.subjects.checkpoints != nil ? [networks] : networks.map { [$0] }).map {
          RunsTable(results: results, choice: choice, networks: $0).table
        }
      }
      return ComparedSamples.all(of: plan, comparisons).flatMap {
        TwinTables(results: results, choice: choice, compared: $0).tables
      }
    }
  }

  func survivalTables(_ choice: TableChoice) -> [ResultsTable] {
    SurvivalTables(results: results, choice: choice).tables
  }

  static func across(
    _ parts: [DivergencePresentation], program: String?
  ) -> (tables: [ResultsTable], figures: [any Figure]) {
    PrecisionCurves(parts, program: program).map { ($0.tables, $0.figures) } ?? ([], [])
  }

  func figures(program: String?) -> [any Figure] {
    let caption = caption(program: program)
    let curves = [
      DifferenceCurves(results: results, caption: caption).figure,
      ResponseCurves(results: results, caption: caption).figure,
    ].compactMap(\.self)
    guard let grid = plan.subjects.grid else {
      let strips = TwinStrips(results: results, comparisons: comparisons, caption: caption).figure
      guard let checkpoints = plan.subjects.checkpoints else { return [strips] + curves }
      let training = TrainingCurves(results: results, checkpoints: checkpoints, caption: caption).figure
      return [training, strips] + curves
    }
    let maps = plan.tabulatedCounts.map { count in
      StepsMap(results: results, grid: grid, count: count, caption: caption).figure
    }
    return [MemoryFigure(results, grid: grid, caption: caption)] + maps + curves
  }

  /// How the numbers came about: under figures.
  func caption(program: String?) -> String {
    let settings = plan.settings
    var parts = [
      """
      Two sequences of \(NumberText.whole(settings.totalSteps)) steps that differ \
      \(settings.differenceWords)
      """
    ]
    if let weights = plan.weights {
      parts += ["\(results.repeatWords()) per grid cell", weights]
    }
    parts += [plan.inputs.recordedWords].compactMap(\.self)
    if plan.readWords != "outputs" { parts.append("read: \(plan.readWords)") }
    parts += [plan.arithmeticWords, "seed \(plan.seed)"]
    return parts.joined(separator: "; ") + "." + (program.map { " \($0)" } ?? "")
  }

  // MARK: Outcomes

  /// A line that counts, and a line each for what needs a word: the rounding floor, failed and missing runs.
  var outcomes: [String] {
    var counts: [DivergenceOutcome: Int] = [:]
    if case .flags(let ends) = results.values(of: "outcome") {
      for end in ends { DivergenceOutcome(rawValue: end).map { counts[$0, default: 0] += 1 } }
    }
    func count(_ outcome: DivergenceOutcome) -> String { NumberText.whole(counts[outcome, default: 0]) }
    var lines = [
      """
      Outcomes: of \(NumberText.count(counts.values.reduce(0, +), "measured run")), \
      \(count(.merged)) merged, \(count(.roundingFloor)) ended at the rounding floor, \
      \(count(.diverged)) diverged\
      \(counts[.kept] == nil ? "" : ", \(count(.kept)) kept their difference")\
      \(counts[.fading] == nil ? "" : ", \(count(.fading)) were still falling").
      """
    ]
    if let line = plan.readLine { lines.append(line) }
    if !plan.hasDwell {
      lines.append(
        """
        Counted by an earlier version: what was reached near the end of the horizon did not have to hold, and floors \
        were not measured.
        """)
    }
    if counts[.roundingFloor] != nil {
      lines.append(
        """
        Where runs end at the rounding floor, bit-identity measures float rounding; \
        the steps to within a threshold measure memory.
        """)
    }
    if counts[.diverged] != nil {
      lines.append(
        """
        Where runs diverge, differences grow again or stay without being kept as they were: the network is chaotic on \
        these inputs, or holds what it was fed in a form that moves. That is not counted as memory.
        """)
    }
    if results.shard != .whole {
      lines.append(
        "These are the runs of part \(results.shard.words) only: 'memprobe merge' joins the parts.")
    }
    let failures = Dictionary(grouping: results.failed, by: \.reason).mapValues(\.count)
    if !failures.isEmpty {
      let failed = failures.values.reduce(0, +)
      lines.append("Failed, and left out of every mean: \(NumberText.count(failed, "run")).")
      for (reason, number) in failures.sorted(by: { $0.key < $1.key }) {
        lines.append("  \(NumberText.whole(number)) × \(reason.printable)")
      }
    }
    let missing = results.missingCount
    if missing > 0 { lines.append("Not in these results (yet): \(NumberText.count(missing, "run")).") }
    return lines
  }

  // MARK: On a page

  var heading: String {
    guard let grid = plan.subjects.grid else {
      return
        "How long \(plan.networkList("given network")) remember\(plan.subjects.given.count == 1 ? "s" : "")"
        + (plan.subjects.twinKinds.isEmpty ? "" : ", against random twins")
    }
    let measured = results.records.count - results.records.failedCount
    return """
      How long \(measured == plan.runCount ? "" : "\(NumberText.whole(measured)) of ")\
      \(NumberText.count(plan.runCount, "random network")) remember: \(grid.cellTitles)
      """
  }

  var introduction: [String] {
    let settings = plan.settings
    var paragraphs = [
      """
      Each network is fed two sequences of \(NumberText.whole(settings.totalSteps)) steps that differ \
      \(settings.differenceWords)\(settings.size == 1 ? "" : ",") and are the same in the \
      \(NumberText.whole(settings.horizon)) shared steps after. Counted are the shared steps until its \(plan.readWords) agree: \
      for as long as they differ, the network remembers \(settings.memoryWords).
      """
    ]
    if !plan.subjects.twinKinds.isEmpty {
      paragraphs.append(plan.twinsParagraph(read: "pairs of sequences", runs: "pairs"))
    }
    return paragraphs
  }

  var settings: [(name: String, value: String)] {
    let settings = plan.settings
    return networkRows + [
      ("Total steps", NumberText.whole(settings.totalSteps))
    ] + settings.perturbationRows + [
      (
        "Thresholds",
        settings.thresholds.isEmpty
          ? "none" : settings.thresholds.map(NumberText.shortest).joined(separator: " · ")
      )
    ] + originRows
  }

  private var networkRows: [(name: String, value: String)] {
    switch plan.subjects {
    case .drawn(let grid):
      return [
        ("Cell types", grid.cellTitles), ("Hidden sizes", NumberText.list(grid.hiddenSizes)),
        ("Input sizes", NumberText.list(grid.inputSizes)), ("Layers", NumberText.list(grid.layers)),
        ("Repeats", "\(NumberText.whole(plan.repeats)), each with its own network"),
      ] + weightRows(grid)
    case .given(let networks, let kinds, let twins, _):
      let rows = networks.flatMap { network in
        let selection = network.selection.isEmpty ? "" : ", layers \(network.selection.printable)"
        let origin = network.construction.map { "constructed: \($0.construction.rawValue)" }
        return [
          (
            "Network \(network.name.printable)",
            """
            \(origin ?? network.path.printable)\(selection): \(network.outline.inputSize) inputs, \
            \(network.outline.layerText)\(network.group.map { ", of group \($0.printable)" } ?? "")
            """
          )
        ] + network.noteRows
      }
      let twins =
        kinds.isEmpty
        ? "none" : "\(NumberText.whole(twins)) each: \(kinds.map(\.rawValue).joined(separator: ", "))"
      return rows + [
        ("Pairs of sequences", NumberText.whole(plan.repeats)), ("Twins", twins),
        ("Inputs", (plan.inputs.name ?? "standard normal").printable),
      ]
    }
  }

  var findings: [HTML] {
    [
      .sequence([HTML("h3", "What was found")] + outcomes.map(HTML.paragraph)),
      DivergenceReadings(results).html,
    ]
  }
}
