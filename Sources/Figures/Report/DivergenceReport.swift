import Experiments
import Text

/// What a report tells of a grid of networks.
struct DivergenceReport: ReportContent {
  let results: DivergenceResults

  private var plan: DivergencePlan { results.plan }
  private var grid: Grid { plan.grid }

  var heading: String {
    let cells = grid.cells.map(\.title).joined(separator: ", ")
    return "How long \(NumberText.count(grid.runCount, "random network")) remember: \(cells)"
  }

  var introduction: [String] { [DivergenceWords.protocolSentence(plan.settings)] }

  var settings: [(name: String, value: String)] {
    [
      ("Cell types", grid.cells.map(\.title).joined(separator: ", ")),
      ("Hidden sizes", NumberText.list(grid.hiddenSizes)), ("Input sizes", NumberText.list(grid.inputSizes)),
      ("Layers", NumberText.list(grid.layers)),
      ("Repeats", "\(NumberText.whole(grid.repeats)), each with its own network"),
      ("Weights", plan.initialization.text),
    ] + DivergenceWords.settings(plan.settings, seed: plan.seed, precision: plan.precision)
      + (results.shard == .whole ? [] : [("Part", "\(results.shard)")])
  }

  var findings: [HTML] {
    [DivergenceWords.outcomes(results), ReportReadings(results.readings).html]
  }

  var tables: [ResultsTable] { DivergenceSummary(results).tables }
}
