import Experiments
import MemoryMeasures

/// What a divergence sweep over given networks found, as text for a fixed-width font: per network a table of how
/// many steps it and its twins take, and one of how they compare; then how the runs ended. Made from results
/// alone, finished or not; nothing is measured again.
public struct ComparisonSummary: Sendable {
  private let results: ComparisonResults
  private let comparisons: [TwinComparison]

  public init(_ results: ComparisonResults) {
    self.results = results
    comparisons = results.comparisons
  }

  /// Paragraphs and tables, separated by blank lines and ended by a newline.
  public var text: String {
    let tested = comparisons.count { !$0.pValue.isNaN }
    var parts: [String] = []
    for network in results.plan.networks {
      let block = ComparisonBlock(
        results: results, network: network, comparisons: comparisons.filter { $0.network == network.name },
        testedCount: tested)
      parts.append(block.stepsTable)
      if let table = block.twinsTable { parts.append(table) }
    }
    return (parts + [DivergenceOutcomes(results).text]).joined(separator: "\n")
  }
}
