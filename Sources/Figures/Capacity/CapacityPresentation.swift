import Experiments
import Foundation
import MemoryMeasures
import Text

/// How many of its past inputs can be read off a network: capacities against their bounds, and memory functions.
struct CapacityPresentation: MeasurePresentation {
  let results: Results<Capacity>

  static let figureHelp = [
    FigureHelp(
      subject: "the memory capacity",
      figures: [
        ("capacity-over-training", "the capacity over the checkpoints of a training"),
        ("memory-capacity", "the capacities of all runs and their bounds"),
        ("memory-function", "the share of the input recovered, over the delay"),
      ])
  ]

  func figures(program: String?) -> [any Figure] {
    let caption = caption(program: program)
    let training = plan.subjects.checkpoints.map {
      CapacityTotals(results: results, caption: caption).overTraining($0)
    }
    return [training].compactMap(\.self) + [
      CapacityTotals(results: results, caption: caption).figure,
      MemoryFunctions(results: results, caption: caption).figure,
    ]
  }

  /// How the numbers came about: under figures.
  func caption(program: String?) -> String {
    let settings = plan.settings
    let random = settings.inputs == .uniform ? "uniform inputs from -1 to 1" : "standard normal inputs"
    let inputs = plan.inputs.recordedWords ?? random
    let parts = [
      inputs + (settings.inputScale == 1 ? "" : " times \(NumberText.shortest(settings.inputScale))"),
      "washout of \(NumberText.count(settings.leadSteps, "step"))",
      """
      readouts fitted to \(NumberText.count(settings.trainingSteps, "step")) and judged on \
      \(NumberText.whole(settings.testSteps)) others
      """ + (results.isCorrected ? ", and the other way about" : ""),
      settings.ridge == 0 ? nil : "ridge \(NumberText.shortest(settings.ridge))",
      "noise floor of \(NumberText.count(settings.surrogates, "surrogate"))"
        + (plan.inputs == .random ? "" : ", shifted in time"),
      results.repeatWords(), plan.weights, plan.arithmeticWords, "seed \(plan.seed)",
    ]
    return caption(parts, program)
  }

  // MARK: Table

  /// A line for each network.
  func tables(_ choice: TableChoice) -> [ResultsTable] {
    let settings = plan.settings
    let statistics = plan.allSubjects.map { ($0, CapacityStatistics(results.shown($0))) }
    let columns = ["mean", "± one run", "std", "uncorrected", "of the units", "half at delay", "noise floor"]
    let table = TextTable(
      rowTitle: (name: "network", unit: ""), columnTitle: "memory capacity, in inputs", columns: columns,
      rows: statistics.map { subject, statistics in
        let gap = ["–"] + Array(repeating: "", count: columns.count - 1)
        return (
          label: plan.label(of: subject), cells: statistics.count > 0 ? cells(statistics, subject) : gap
        )
      })
    let drawn = plan.subjects.grid == nil ? "inputs" : "networks and inputs"
    var notes = [
      """
      memory capacity: how much of the inputs 1 to \(NumberText.whole(settings.maximumDelay)) steps ago linear \
      readouts recover, summed
      """,
      """
      mean and std over \(results.repeatWords()) with other \(drawn); ± one run: \
      standard error of a single one, by the steps that readouts are fitted to and judged on
      """,
      """
      uncorrected: what readouts recover that are fitted to \
      \(NumberText.count(settings.trainingSteps, "step")); the mean is corrected for that
      """,
      "of the units: the mean as a share of the units of the last layer"
        + (plan.inputs == .random ? ", which bound it" : ""),
      "half at delay: up to there at least half of every input's variance is recovered",
      """
      noise floor: what a network without memory scores in \(NumberText.whole(settings.testSteps)) test steps; \
      taken off uncorrected values
      """,
    ]
    notes += [results.recordedNote, results.correctionNote].filter { !$0.isEmpty }
    if statistics.contains(where: { $1.count == 0 }) { notes.append("– no measured run") }
    let values = statistics.map { [$1.count > 0 ? $1.meanCapacity : nil] }
    return [
      ResultsTable(
        title: "Memory capacity", notes: notes, table: table,
        heat: HeatValues(
          quantity: "memory capacity",
          values: values.map { $0 + Array(repeating: nil, count: columns.count - 1) }))
    ]
  }

  private func cells(_ statistics: CapacityStatistics, _ subject: Subject) -> [String] {
    let units = Double(plan.outline(of: subject).outputSize)
    let floor = statistics.noiseFloor.reduce(0, +)
    return [
      Self.decimal(statistics.meanCapacity, 2),
      statistics.standardError.isNaN ? "–" : Self.decimal(statistics.standardError, 2),
      statistics.stdCapacity.isNaN ? "" : Self.decimal(statistics.stdCapacity, 2),
      Self.decimal(statistics.meanUncorrectedCapacity, 2),
      "\(Self.decimal(100 * statistics.meanCapacity / units, 1))%", "\(statistics.halfDelay)",
      Self.decimal(floor, 3),
    ]
  }

  /// With a fixed number of decimals; 0 has no sign.
  static func decimal(_ value: Double, _ places: Int) -> String {
    let text = String(format: "%.\(places)f", value)
    return text.allSatisfy { "-0.".contains($0) } ? String(text.drop { $0 == "-" }) : text
  }

  // MARK: On a page

  var heading: String {
    "How much \(plan.subjects.grid.map { "\($0.cellTitles) networks" } ?? plan.networkList("network")) remember"
  }

  var introduction: [String] {
    [
      """
      Jaeger's memory capacity: a network reads a series of \
      \(plan.inputs == .random ? "independent random" : "recorded") numbers, and for every delay a linear \
      readout of its units is fitted to the number that many steps ago. How much of its variance the best readout \
      recovers is the memory function; its sum over the delays is the capacity\
      \(plan.inputs == .random ? ", which can be no larger than the number of units." : ". \(results.recordedNote)")
      """,
      results.isCorrected
        ? """
        Readouts that are fitted to a finite series recover less of another one than the best would. So they are fitted \
        to each of two series and judged on the other, by their covariance with the numbers, of which their errors have \
        no part on average. Uncorrected values are what readouts recover that are fitted to one of the series, less what \
        they score by chance, the noise floor, which is measured with shuffled targets.
        """
        : """
        What readouts score by chance on another series than the one they are fitted to, the noise floor, is measured \
        with shuffled targets and taken off.
        """,
    ] + (results.isCorrected ? [] : [results.correctionNote])
  }

  var settings: [(name: String, value: String)] {
    let settings = plan.settings
    return subjectRows + [
      ("Repeats", NumberText.whole(plan.repeats)),
      (
        "Inputs",
        "\((plan.inputs.name ?? settings.inputs.rawValue).printable), times \(NumberText.shortest(settings.inputScale))"
      ),
      ("Delays", "1 to \(NumberText.whole(settings.maximumDelay))"),
      ("Washout", NumberText.count(settings.washoutSteps, "step")),
      ("Training", NumberText.count(settings.trainingSteps, "step")),
      ("Test", NumberText.count(settings.testSteps, "step")),
      ("Ridge", NumberText.shortest(settings.ridge)),
      ("Surrogates", NumberText.whole(settings.surrogates)),
      ("Readouts read", settings.readsInput ? "the units and the present input" : "the units"),
    ] + originRows
  }
}

extension Results<Capacity> {
  /// False for results of the formats before version 3, whose uncorrected capacities are shown.
  var isCorrected: Bool { records.values.allSatisfy { $0.value?.isCorrected ?? true } }

  /// What was measured of the repeats of a subject, as it is shown.
  func shown(_ subject: Subject) -> [CapacityMeasurement] { measured(subject).map(\.shown) }

  /// What is to be said of capacities that are too low: a sentence, empty for none.
  var correctionNote: String {
    isCorrected
      ? ""
      : """
      Measured by an earlier version of the program: not corrected for the length of the training, and too low by what \
      \(NumberText.count(plan.settings.trainingSteps, "step")) cost.
      """
  }

  /// What is to be said of capacities for recorded inputs: a sentence, empty for random ones.
  var recordedNote: String {
    plan.inputs == .random
      ? ""
      : """
      Recorded inputs: as far as rows resemble those before them, they tell of these without any memory; capacities \
      then are above what the network remembers, and units do not bound them.
      """
  }

  /// What is said above figures.
  var figureNotes: String {
    [gapNotes, recordedNote, correctionNote].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
