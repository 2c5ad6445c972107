import Files
import HDF5

/// Where results are read from: a results file, or the journal of an unfinished sweep.
enum ResultsSource {
  case hdf5(path: String)
  case journal(path: String, bytes: [UInt8])

  /// - Parameter path: of a results file or journal; PATH.journal is taken where there is no PATH.
  /// - Throws: `ResultsFileError`.
  init(_ path: String) throws(ResultsFileError) {
    do throws(InputFileError) {
      if let results = try Self.existing(path) {
        self = results
      } else if let journal = try Self.existing(path + ".journal") {
        self = journal
      } else {
        throw .missing(path: path)
      }
    } catch {
      throw ResultsFileError(error)
    }
    if case .journal(let path, let bytes) = self, !JournalLine.looksLikeOne(bytes) {
      throw .notResults(path: path)
    }
  }

  /// Nil if there is no such file.
  private static func existing(_ path: String) throws(InputFileError) -> ResultsSource? {
    do throws(InputFileError) {
      if try InputFile.bytes(of: path, upTo: signature.count) == signature { return .hdf5(path: path) }
      return .journal(path: path, bytes: try InputFile.bytes(of: path))
    } catch {
      guard case .missing = error else { throw error }
      return nil
    }
  }

  /// The first bytes of every HDF5 file.
  private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
}
