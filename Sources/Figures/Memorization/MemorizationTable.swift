import Experiments
import MemoryMeasures
import Text

/// The trained networks of one cell type and depth, over hidden sizes and positions.
struct Trainings {
  let results: Results<Memorization>
  let grid: NetworkGrid
  let type: NetworkType

  var positions: [Int] { results.plan.settings.positions }

  func measured(hidden: Int, position: Int) -> [Memorization.Value] {
    guard let place = positions.firstIndex(of: position) else { return [] }
    return results.measured(type.subject(hidden: hidden, input: grid.inputSizes[0]), at: [place])
  }

  func statistics(hidden: Int, position: Int) -> MemorizationStatistics {
    MemorizationStatistics(
      measured(hidden: hidden, position: position), isLearned: results.plan.settings.isLearned)
  }

  /// Up to which position networks of this size learned to remember: see `MemorizationStatistics.border`.
  func border(hidden: Int) -> Int? {
    MemorizationStatistics.border(
      positions.map { statistics(hidden: hidden, position: $0) }, at: positions)
  }

  /// The same in a table: 4; <4 where not even the first of the positions was learned; – where that is not known.
  func borderText(hidden: Int) -> String {
    guard let border = border(hidden: hidden) else { return "–" }
    return border == 0 && !positions.contains(1) ? "<\(positions.min() ?? 1)" : "\(border)"
  }
}

/// The table of one cell type at one depth: hidden sizes down, positions across, and the border behind.
struct MemorizationTable {
  let trainings: Trainings
  var shown = TableStatistic.mean

  private var plan: Plan<Memorization> { trainings.results.plan }
  private var hiddenSizes: [Int] { trainings.grid.hiddenSizes }

  var table: ResultsTable {
    var notes: Set<Note> = []
    let statistics = hiddenSizes.map { hidden in
      plan.settings.positions.map { trainings.statistics(hidden: hidden, position: $0) }
    }
    let rows = zip(hiddenSizes, statistics).map { hidden, statistics in
      let losses = statistics.map { text($0, &notes) }
      return (label: "\(hidden)", cells: losses + [trainings.borderText(hidden: hidden)])
    }
    let table = TextTable(
      rowTitle: (name: "hidden size", unit: "(units)"), columnTitle: "position, counted from the last input",
      columns: plan.settings.positions.map(String.init) + ["learned up to"], rows: rows)
    let repeats = trainings.results.repeatWords { [type = trainings.type] in type.includes($0) }
    let below = NumberText.shortest(plan.settings.learnedBelow)
    let legend = [
      """
      mean absolute error on fresh sequences, in hundredths; \(shown.rawValue) over \(repeats); 25 is knowing nothing
      """,
      """
      learned up to: the last position up to which at least half the repeats are below \(below), at every position \
      that was tried
      """,
    ]
    return ResultsTable(
      title: "\(trainings.type.fullHeading): \(shown == .mean ? "loss" : "median loss")",
      notes: legend + Note.allCases.filter(notes.contains).map(\.rawValue), table: table,
      heat: HeatValues(
        quantity: "loss",
        values: statistics.map { $0.map { number($0) } + [nil] }))
  }

  /// Nil where there is none.
  private func number(_ statistics: MemorizationStatistics) -> Double? {
    let number = shown == .mean ? statistics.meanLoss : statistics.medianLoss
    return number.isFinite ? number : nil
  }

  /// What a table explains if it is in it.
  private enum Note: String, CaseIterable {
    case learned = "* at least half the repeats learned"
    case left = "! some repeats exploded or diverged, and are not in the mean"
    case unstable = "! some repeats exploded or diverged"
    case noTarget = "· no sequence is that long: nothing to learn"
    case missing = "– no measured run"
  }

  private func text(_ statistics: MemorizationStatistics, _ notes: inout Set<Note>) -> String {
    func noted(_ note: Note, _ text: String) -> String {
      notes.insert(note)
      return text
    }
    if statistics.hasNoTarget { return noted(.noTarget, "·") }
    guard statistics.count > 0 else { return noted(.missing, "–") }
    var text = number(statistics).map(NumberText.hundredths) ?? ""
    if statistics.learnedFraction >= 0.5 { text += noted(.learned, "*") }
    if statistics.failedCount > 0 { text += noted(shown == .mean ? .left : .unstable, "!") }
    return text
  }
}
