import HDF5

/// A results file, or the journal of an unfinished sweep: what it holds and where that comes from.
public struct ResultsDocument: Sendable {
  /// As it was given.
  public let path: String
  public let results: StoredResults
  /// Nil for a journal, which does not say.
  public let provenance: Provenance?

  public init(path: String, results: StoredResults, provenance: Provenance?) {
    self.path = path
    self.results = results
    self.provenance = provenance
  }

  /// - Throws: `ResultsFileError`, and `JournalError` for a damaged journal.
  public init(reading path: String) throws {
    self.path = path
    results = try StoredResults(reading: path)
    switch try ResultsSource(path) {
    case .journal: provenance = nil
    case .hdf5(let path):
      provenance = try ResultsFileError.from(path) {
        try ResultsReader(path: path, file: HDF5File.open(at: path)).readProvenance()
      }
    }
  }
}
