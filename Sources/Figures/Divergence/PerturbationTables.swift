import Experiments
import MemoryMeasures
import Text

/// What became of perturbations: a table for each panel of drawn networks, or one of all given ones.
struct PerturbationTables {
  let results: Results<Divergence>
  var choice = TableChoice()

  private var plan: Plan<Divergence> { results.plan }
  private var settings: DivergenceSettings { plan.settings }
  private var statistic: TableStatistic { choice.statistic ?? .mean }

  /// Empty of the usual protocol.
  var tables: [ResultsTable] {
    guard settings.perturbation != .beginning || settings.followsResponse else { return [] }
    let groups = SizePanels(plan: plan).groups
    guard plan.subjects.grid == nil else { return groups.map { table($0.heading, $0.subjects) } }
    return [table("", groups.flatMap(\.subjects))]
  }

  private func table(_ heading: String, _ subjects: [Subject]) -> ResultsTable {
    let title =
      settings.perturbation == .beginning
      ? "linear response" : "what \(settings.perturbedWords), perturbed, does to the \(plan.readWords)"
    var notes = ["\(statistic.rawValue)s over the runs"]
    if settings.perturbation != .beginning {
      notes.append(
        "length: of the change, in the Euclidean norm; difference: of the \(plan.readWords), there and then")
    }
    if settings.followsResponse {
      notes.append(
        """
        response: largest derivative of an output by that length; steps until it stays within a hundredth of its largest
        """)
    }
    return ResultsTable(
      title: heading.isEmpty ? title : "\(heading): \(title)", notes: notes,
      table: TextTable(
        rowTitle: (name: "network", unit: "(runs)"), columnTitle: "perturbation", columns: columns,
        rows: subjects.map { subject in
          let measured = results.measured(subject)
          return (label: "\(plan.name(of: subject)) (\(NumberText.whole(measured.count)))", cells(measured))
        }))
  }

  private var columns: [String] {
    (settings.perturbation == .beginning ? [] : ["length", "difference"])
      + (settings.followsResponse ? ["largest response", "steps to 1%"] : [])
  }

  private func cells(_ measured: [DivergenceMeasurement]) -> [String] {
    guard !measured.isEmpty else { return columns.map { _ in "–" } }
    func middle(_ numbers: [Double]) -> String { NumberText.twoDigits(statistic.of(numbers)) }
    let responses = measured.compactMap(\.response)
    return
      (settings.perturbation == .beginning
      ? [] : [middle(measured.map(\.onset.length)), middle(measured.map(\.onset.difference))])
      + (settings.followsResponse
        ? [
          middle(responses.map(\.largest)),
          StepsSummary(CensoredSample(responses.map(\.steps)), by: statistic).text,
        ] : [])
  }
}
