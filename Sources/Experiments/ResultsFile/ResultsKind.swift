import HDF5

/// The kinds of results there are. The raw value is the plan's format.
public enum ResultsKind: String, CaseIterable, Sendable {
  case divergence = "memprobe divergence"
  case comparison = "memprobe comparison"
  case recall = "memprobe recall"
  case memorization = "memprobe memorization"
  case capacity = "memprobe capacity"

  /// Of which kind the results in a file, or in its journal, are. Nothing but that is read.
  ///
  /// - Throws: `ResultsFileError` if they are of none, `JournalError` for a damaged journal.
  public init(of path: String) throws {
    let format: String
    let source = try ResultsSource(path)
    switch source {
    case .hdf5(let path):
      format = try ResultsFileError.from(path) {
        try ResultsReader(path: path, file: HDF5File.open(at: path)).format()
      }
    case .journal(let path, let bytes):
      let line = bytes.prefix { $0 != JournalLine.newline }
      do throws(JournalProblem) {
        guard line.count < bytes.count else { throw .notAJournalLine }
        format = try JournalPreamble(line: line).planFormat
      } catch {
        throw JournalError.malformed(path: path, line: 1, error)
      }
    }
    guard let kind = ResultsKind(rawValue: format) else {
      throw ResultsFileError.malformed(path: path, .format(format))
    }
    self = kind
  }
}
