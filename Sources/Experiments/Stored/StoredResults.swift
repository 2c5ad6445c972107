/// Results of any kind, as a file holds them.
public enum StoredResults: Sendable {
  case divergence(DivergenceResults)
  case comparison(ComparisonResults)
  case recall(RecallResults)
  case memorization(MemorizationResults)
  case capacity(CapacityResults)

  /// Reads a results file of any kind, or the journal of an unfinished sweep: PATH.journal where there is no
  /// PATH, or PATH itself if it is a journal.
  ///
  /// - Throws: `ResultsFileError`, and `JournalError` for a damaged journal.
  public init(reading path: String) throws {
    self =
      switch try ResultsKind(of: path) {
      case .divergence: .divergence(try DivergenceResultsFile.read(path))
      case .comparison: .comparison(try ComparisonResultsFile.read(path))
      case .recall: .recall(try RecallResultsFile.read(path))
      case .memorization: .memorization(try MemorizationResultsFile.read(path))
      case .capacity: .capacity(try CapacityResultsFile.read(path))
      }
  }

  public var kind: ResultsKind {
    switch self {
    case .divergence: .divergence
    case .comparison: .comparison
    case .recall: .recall
    case .memorization: .memorization
    case .capacity: .capacity
    }
  }
}
