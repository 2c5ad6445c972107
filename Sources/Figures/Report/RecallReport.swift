import Experiments
import Text

/// What a report tells of first-input recall.
struct RecallReport: ReportContent {
  let results: RecallResults

  private var blocks: [RecallBlock] { RecallSummary(results).blocks }

  var heading: String {
    let names = results.entries.map(\.network.name.printable)
    return names.count > 3
      ? "How exactly \(NumberText.count(names.count, "network")) return their first input"
      : "How exactly \(names.joined(separator: ", ")) return\(names.count == 1 ? "s its" : " their") first input"
  }

  var introduction: [String] {
    [
      """
      A network is fed sequences of standard normal inputs, of which the first is multiplied by a magnitude. After 1, \
      2, 5, 10, ... steps a linear readout of its output, the answer, is compared with that first input.
      """
    ]
  }

  var settings: [(name: String, value: String)] {
    let settings = results.settings
    return [
      ("Networks", results.entries.map(\.network.name.printable).joined(separator: ", ")),
      ("Steps", NumberText.whole(settings.totalSteps)),
      ("Test sequences", "\(NumberText.whole(settings.sequences)) per magnitude"),
      ("Magnitudes", settings.magnitudes.map(NumberText.shortest).joined(separator: " · ")),
      ("Seed", "\(results.seed)"), ("Arithmetic", results.precision.rawValue),
    ]
  }

  var findings: [HTML] {
    [
      HTML("h3", "What was found"),
      HTML(
        "ul", [:],
        blocks.map { block in
          HTML("li", [:], [HTML("strong", block.title), .text(". \(block.readout). \(block.verdict)")])
        }),
      .paragraph(
        """
        An absolute error says how far the answer is from the first input. A relative error holds that against the \
        size of the first input: at 1, an answer is no better than 0 would be.
        """),
    ]
  }

  var tables: [ResultsTable] {
    blocks.flatMap { block in
      block.tables.map { table in
        var table = table
        table.title = "\(block.entry.network.name.printable): \(table.title)"
        return table
      }
    }
  }
}
