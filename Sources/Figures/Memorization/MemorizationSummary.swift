import Experiments
import MemoryMeasures
import Text

/// What a grid of trainings found, as text for a fixed-width font: a table of losses per cell type and depth, with
/// the border between what is learned and what is not. Made from results alone, finished or not.
public struct MemorizationSummary: Sendable {
  let results: MemorizationResults

  public init(_ results: MemorizationResults) {
    self.results = results
  }

  /// Paragraphs and tables, separated by blank lines and ended by a newline.
  public var text: String { text(colors: nil) }

  /// The same as heat maps, for a terminal with these colours; nil for plain text.
  public func text(colors: TerminalColors?) -> String {
    let tables = tables
    let terminal = HeatTerminal(colors, tables: tables)
    return (tables.map { $0.text(terminal) } + [outcomes]).joined(separator: "\n")
  }

  var tables: [ResultsTable] {
    let grid = results.plan.grid
    return grid.cells.flatMap { cell in
      grid.layers.map { MemorizationBlock(results: results, cell: cell, layers: $0).table }
    }
  }

  var outcomes: String {
    let records = results.records.values.compactMap { record -> MemorizationRecord? in
      guard case .measured(let value) = record else { return nil }
      return value
    }
    let trained = records.filter { $0.outcome == .trained }
    let learned = trained.count { results.plan.isLearned($0.loss) }
    var parts = [
      "\(NumberText.count(trained.count, "training")), of which \(NumberText.whole(learned)) learned"
    ]
    func add(_ count: Int, _ text: String) {
      if count > 0 { parts.append("\(NumberText.whole(count)) \(text)") }
    }
    add(records.count { $0.outcome == .diverged }, "diverged")
    add(records.count { $0.outcome == .noTarget }, "without a target, as no sequence is that long")
    add(results.failed.count, "failed")
    add(results.missing.count, "not run yet")
    return parts.joined(separator: "; ") + "\n"
  }
}
