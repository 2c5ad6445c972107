import Experiments
import Files

/// A place for a file that is made of results, and never takes the place of the results themselves.
struct DerivedFile {
  private let path: String
  private let destination: Destination

  /// Directories that are missing are made.
  ///
  /// - Parameters:
  ///   - results: the files that it is made of.
  ///   - overwrites: whether another file that is there may be replaced.
  /// - Throws: `OutputError`; `DerivedFileError` if it is one of the results, or the journal of one.
  init(path: String, of results: [String], overwrites: Bool) throws {
    self.path = path
    destination = try Destination(path)
    let sources = results.flatMap { [$0, DivergenceResultsFile.journalPath(of: $0)] }
    guard !sources.contains(where: destination.isSameFile) else {
      throw DerivedFileError.replacesResults(path: path)
    }
    guard overwrites || !destination.exists else { throw OutputError.exists(path: path) }
  }

  /// Writes the file, complete or not at all.
  ///
  /// - Throws: `OutputError`.
  func write(_ bytes: [UInt8]) throws(OutputError) { try destination.write(bytes) }
}
