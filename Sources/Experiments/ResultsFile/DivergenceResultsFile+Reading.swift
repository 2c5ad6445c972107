import Files
import Foundation
import HDF5

extension DivergenceResultsFile {
  /// Reads a results file, or the journal of an unfinished sweep: PATH.journal where there is no PATH, or
  /// PATH itself if it is a journal. What is not in the file is in `missing`.
  ///
  /// - Throws: `ResultsFileError`, and `JournalError` for a damaged journal.
  public static func read(_ path: String) throws -> DivergenceResults {
    do {
      do {
        return try read(existing: path)
      } catch InputFileError.missing {
        return try read(existing: journalPath(of: path))
      }
    } catch InputFileError.missing {
      throw ResultsFileError.missing(path: path)
    } catch InputFileError.cannotOpen(let path, let error) {
      throw ResultsFileError.cannotOpen(path: path, error)
    }
  }

  /// Reads a file that has to be there.
  private static func read(existing path: String) throws -> DivergenceResults {
    if try InputFile.bytes(of: path, upTo: signature.count) == signature { return try readHDF5(path) }
    let bytes = try InputFile.bytes(of: path)
    guard JournalLine.looksLikeOne(bytes) else { throw ResultsFileError.notResults(path: path) }
    let contents = try JournalContents(bytes, path: path)
    guard let header = contents.header else {
      throw JournalError.malformed(path: path, line: 1, .notAJournalLine)
    }
    return DivergenceResults(plan: header.plan, shard: header.shard, records: contents.records)
  }

  private static func readHDF5(_ path: String) throws(ResultsFileError) -> DivergenceResults {
    do {
      return try ResultsReader(path: path, file: HDF5File.open(at: path)).read()
    } catch let error as ResultsFileError {
      throw error
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  /// The first bytes of every HDF5 file.
  private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
}
