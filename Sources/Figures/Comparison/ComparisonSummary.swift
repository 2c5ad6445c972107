import Experiments
import MemoryMeasures

/// What a divergence sweep over given networks found, as text for a fixed-width font: per network a table of how
/// many steps it and its twins take, and one of how they compare; then how the runs ended. Made from results
/// alone, finished or not; nothing is measured again.
package struct ComparisonSummary: Sendable {
  private let results: ComparisonResults
  private let comparisons: [TwinComparison]

  package init(_ results: ComparisonResults) {
    self.results = results
    comparisons = results.comparisons
  }

  /// Paragraphs and tables, separated by blank lines and ended by a newline.
  package var text: String { text(colors: nil) }

  /// The same as heat maps, for a terminal with these colours; nil for plain text.
  package func text(colors: TerminalColors?) -> String {
    let tables = tables
    let terminal = HeatTerminal(colors, tables: tables)
    return (tables.map { $0.text(terminal) } + [DivergenceOutcomes(results).text]).joined(separator: "\n")
  }

  var tables: [ResultsTable] {
    let tested = comparisons.count { !$0.pValue.isNaN }
    return results.plan.networks.flatMap { network in
      ComparisonBlock(
        results: results, network: network, comparisons: comparisons.filter { $0.network == network.name },
        testedCount: tested
      ).tables
    }
  }
}
