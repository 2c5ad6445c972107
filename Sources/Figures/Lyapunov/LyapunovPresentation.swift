import Experiments
import MemoryMeasures
import Text

/// How fast networks forget, or do not: largest Lyapunov exponents, and whole spectra.
struct LyapunovPresentation: MeasurePresentation {
  let results: Results<Lyapunov>
  private let comparisons: [TwinComparison]

  init(results: Results<Lyapunov>) {
    self.results = results
    comparisons = results.comparisons
  }

  static let figureHelp = [
    FigureHelp(
      subject: "Lyapunov exponents",
      figures: [
        ("exponent-over-training", "the largest exponent over training checkpoints"),
        ("largest-exponent", "the largest exponent over the hidden size"),
        ("lyapunov-spectrum", "all exponents that were measured, in falling order"),
        ("unit-time-scales", "how many units keep their state for how long"),
      ])
  ]

  func figures(program: String?) -> [any Figure] {
    let caption = caption(program: program)
    let largest = LargestExponents(results: results, caption: caption)
    let figures: [(any Figure)?] = [
      plan.subjects.checkpoints.map(largest.overTraining), largest.overHiddenSize,
      LyapunovSpectra(results: results, caption: caption).figure,
      UnitTimeScaleCurves(results: results, caption: caption).figure,
    ]
    return figures.compactMap(\.self)
  }

  /// How the numbers came about: under figures.
  func caption(program: String?) -> String {
    let settings = plan.settings
    let factor = settings.inputScale
    return caption(
      [
        factor == 0
          ? "no inputs"
          : (plan.inputs.recordedWords ?? "standard normal inputs")
            + (factor == 1 ? "" : " times \(NumberText.shortest(factor))"),
        "washout of \(NumberText.count(settings.washoutSteps, "step"))",
        "alignment of \(NumberText.whole(settings.alignmentSteps))",
        "growth averaged over \(NumberText.count(settings.steps, "step"))",
        results.repeatWords(), plan.weights,
        plan.computedPrecisions == [.float64]
          ? "computed in float64" : "states in \(plan.arithmeticWords), derivatives in float64",
        "seed \(plan.seed)",
      ], program)
  }

  // MARK: Tables

  /// The largest exponents by precision: how far they depend on the digits.
  static func across(
    _ parts: [LyapunovPresentation], program: String?
  ) -> (tables: [ResultsTable], figures: [any Figure]) {
    let plan = parts[0].plan
    let table = TextTable(
      rowTitle: (name: "network", unit: ""), columnTitle: "λ1, in nats per step",
      columns: parts.map(\.plan.precision.rawValue),
      rows: plan.ownSubjects.map { subject in
        let found = parts.map { LyapunovStatistics($0.results.measured(subject)) }
        return (
          label: plan.label(of: subject),
          cells: found.map { $0.count == 0 ? "–" : "\(text($0.meanLargest)) ± \(text($0.largestError))" }
        )
      })
    let notes = [
      """
      mean over \(parts[0].results.repeatWords(with: parts.map(\.results))) of the same networks and inputs, which each precision has \
      rounded, and in which states are computed; derivatives are in float64
      """, "±: standard error of a single run",
    ]
    return ([ResultsTable(title: "Largest exponents by precision", notes: notes, table: table)], [])
  }

  /// A line for each network, of its exponents and of its units; between the two how they compare with twins.
  func tables(_ choice: TableChoice) -> [ResultsTable] {
    let samples = plan.subjects.twinKinds.isEmpty ? [] : ComparedSamples.all(of: plan, comparisons)
    return [exponentsTable] + samples.flatMap { ExponentTwins(results: results, compared: $0).tables }
      + unitTables
  }

  private var exponentsTable: ResultsTable {
    let settings = plan.settings
    let columns =
      ["λ1", "± one run", "std", "time constant"]
      + settings.timeScales.map { "slower than \(NumberText.shortest($0))" }
      + ["minus infinity", "of", "Kaplan-Yorke", "entropy"]
    let found = plan.ownSubjects.map { ($0, results.measured($0)) }
    let table = TextTable(
      rowTitle: (name: "network", unit: ""), columnTitle: "Lyapunov exponents, in nats per step",
      columns: columns,
      rows: found.map { subject, found in
        let gap = ["–"] + Array(repeating: "", count: columns.count - 1)
        return (label: plan.label(of: subject), cells: found.isEmpty ? gap : cells(found))
      })
    let drawn = plan.subjects.grid == nil ? "inputs" : "networks and inputs"
    return ResultsTable(
      title: "Lyapunov exponents",
      notes: [
        """
        λ1: the largest exponent, at which differences of state grow or, below 0, fade in the end; mean and std over \
        \(results.repeatWords()) with other \(drawn)
        """,
        "± one run: standard error of a single one, from \(NumberText.count(settings.blocks, "block")) of steps",
        "time constant: -1/λ1 of the mean, in steps; – where differences grow",
        "slower than: exponents above -1 over so many steps, mean; – where those measured do not tell",
        "minus infinity: exponents measured of what a step loses without a trace, mean; of: numbers of the state",
        "Kaplan-Yorke: dimension of the attractor, and entropy: its rate at most; both 0 where all fades; means",
      ], table: table,
      heat: HeatValues(
        quantity: "largest exponent",
        values: found.map { _, found in
          [found.isEmpty ? nil : LyapunovStatistics(found).meanLargest].map {
            $0.flatMap { $0.isFinite ? $0 : nil }
          }
            + Array(repeating: nil, count: columns.count - 1)
        }))
  }

  /// Empty where nothing is told of units.
  private var unitTables: [ResultsTable] {
    let rows = plan.ownSubjects.map { (label: plan.label(of: $0), found: results.unitTimeScales(of: $0)) }
    guard rows.contains(where: { !$0.found.isEmpty }) else { return [] }
    let table = UnitTimeScaleTable(scales: plan.settings.timeScales, rows: rows)
    return [
      ResultsTable(
        title: "Time scales of units",
        notes: [
          """
          -1/<ln f>, in steps: f is what a unit's own gate (forget, update) or leak keeps of its state in a step, the mean is \
          along the trajectory; units of all repeats
          """,
          "longer than: the share of the units",
        ], table: table.text)
    ]
  }

  private func cells(_ found: [LyapunovMeasurement]) -> [String] {
    let statistics = LyapunovStatistics(found)
    func mean(_ number: (LyapunovMeasurement) -> Double) -> String {
      Self.text(Sample(found.map(number)).mean)
    }
    let largest = statistics.meanLargest
    return [
      Self.text(largest), Self.text(statistics.largestError),
      found.count > 1 ? Self.text(statistics.stdLargest) : "",
      Self.text(largest > 0 ? .nan : 1 / largest.magnitude),
    ] + plan.settings.timeScales.map { scale in mean { $0.slowExponents(than: scale) } } + [
      mean { Double($0.minusInfiniteCount) }, NumberText.whole(found[0].stateSize),
      mean(\.kaplanYorkeDimension), mean(\.entropyBound),
    ]
  }

  /// With – for what is not known.
  static func text(_ number: Double) -> String {
    number.isNaN ? "–" : number.isInfinite ? (number < 0 ? "-∞" : "∞") : NumberText.tick(number)
  }

  /// What can be said of the largest exponents, run by run.
  var outcomes: [String] {
    let verdicts = results.records.values.compactMap { $0.value?.verdict }
    func count(_ verdict: LyapunovMeasurement.Verdict) -> Int { verdicts.count { $0 == verdict } }
    let parts = [
      (count(.contracting), "largest exponent below 0: differences fade"),
      (count(.expanding), "above 0: the slightest differences grow"),
      (count(.open), "within three standard errors of 0, which is not told apart"),
    ]
    let told = parts.filter { $0.0 > 0 }.map { "\(NumberText.count($0.0, "run")): \($0.1)" }
    return told + [runCounts]
  }

  // MARK: On a page

  var heading: String {
    "How fast \(plan.subjects.grid.map { "\($0.cellTitles) networks" } ?? plan.networkList("network")) forget"
      + (plan.subjects.twinKinds.isEmpty ? "" : ", against random twins")
  }

  /// In which arithmetic the trajectory is; empty where in that of the derivatives.
  private var statesWords: String {
    plan.computedPrecisions == [.float64]
      ? "" : " at the states to which the network comes in \(plan.arithmeticWords)"
  }

  var introduction: [String] {
    [
      """
      Two states of a network that hardly differ, and then read the same inputs, come together or part at rates that \
      are the network's Lyapunov exponents, one for every number of its state: h of every layer, and c of an LSTM. They \
      are computed along a driven trajectory, by exact derivatives in float64\(statesWords). In the end a difference goes as the \
      largest exponent has it: below 0 it fades, and -1/λ1 is the time constant of forgetting; above 0 it grows, and the \
      network is chaotic.
      """,
      """
      How many exponents are above -1/τ tells in how many directions of its state a network holds something for τ steps. \
      An exponent is minus infinity where a step loses a difference without a trace, as far as float64 tells.
      """,
    ]
      + (plan.subjects.twinKinds.isEmpty ? [] : [plan.twinsParagraph(read: "inputs", runs: "repeats")])
      + (unitTables.isEmpty
        ? []
        : [
          """
          A unit of an LSTM or GRU that heard of no other would forget in -1/<ln f> steps, to 1/e, with f what its forget or \
          update gate lets pass: its own time scale. What it hears of others may make its memory shorter, or longer.
          """
        ])
  }
}
