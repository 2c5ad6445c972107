import Experiments

/// What a recall measurement found, as text for a fixed-width font: for every network its absolute and relative
/// errors by step and magnitude.
package struct RecallSummary: Sendable {
  private let results: RecallResults

  package init(_ results: RecallResults) {
    self.results = results
  }

  /// Paragraphs and tables, separated by blank lines and ended by a newline.
  package var text: String { text(colors: nil) }

  /// The same as heat maps, for a terminal with these colours; nil for plain text.
  package func text(colors: TerminalColors?) -> String {
    let blocks = blocks
    let terminal = HeatTerminal(colors, tables: blocks.flatMap(\.tables))
    return blocks.map { block in
      let tables = block.tables.map { $0.text(terminal) }.joined(separator: "\n")
      return "\(block.title)\n\(block.readout)\n\(block.verdict)\n\(tables)"
    }.joined(separator: "\n")
  }

  var blocks: [RecallBlock] { results.entries.map { RecallBlock(results: results, entry: $0) } }
}
