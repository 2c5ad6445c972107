import Experiments
import MemoryMeasures
import RecurrentNetworks

/// What a divergence sweep found, as text for a fixed-width font: per cell type and depth a table of the mean
/// settled steps (bit-identity) and one of the mean steps to within a threshold (memory), then how the runs
/// ended. Made from results alone, finished or not; nothing is measured again.
package struct DivergenceSummary: Sendable {
  let results: DivergenceResults

  package init(_ results: DivergenceResults) {
    self.results = results
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
    let grid = results.plan.grid
    return grid.cells.flatMap { cell in
      grid.layers.flatMap { DivergenceBlock(results: results, cell: cell, layers: $0).tables }
    }
  }
}

extension DivergenceSettings {
  /// The threshold of the second table: 1e-6, just above the rounding of float32, or else the smallest there
  /// is. Nil without thresholds.
  var tabulatedThreshold: (index: Int, value: Double)? {
    let preferred = thresholds.firstIndex(of: 1e-6)
    let smallest = thresholds.indices.min { thresholds[$0] < thresholds[$1] }
    return (preferred ?? smallest).map { ($0, thresholds[$0]) }
  }
}
