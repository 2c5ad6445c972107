import Experiments

/// What a report tells of results of one kind.
protocol ReportContent {
  /// What was measured, in a few words: 1,280 networks in a grid
  var heading: String { get }
  /// How it was measured.
  var introduction: [String] { get }
  /// Names and values of what decides the results.
  var settings: [(name: String, value: String)] { get }
  /// What came out, in pieces that may have headings of level 3.
  var findings: [HTML] { get }
  var tables: [ResultsTable] { get }
}

extension StoredResults {
  var reportContent: any ReportContent {
    switch self {
    case .divergence(let results): DivergenceReport(results: results)
    case .comparison(let results): ComparisonReport(results: results)
    case .recall(let results): RecallReport(results: results)
    case .memorization(let results): MemorizationReport(results: results)
    case .capacity(let results): CapacityReport(results: results)
    }
  }
}
