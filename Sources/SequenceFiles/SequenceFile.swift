import Files
import Foundation
import HDF5

/// A file that holds a sequence, and where in it: `FILE`, or `FILE:/PATH` for a dataset of an HDF5 file.
///
/// The format is told from the first bytes, not from the name: NumPy's (`NPYFile`), HDF5, or else text
/// (`CSVText`).
package struct SequenceFile: Hashable, Sendable {
  package let path: String
  /// The path of a dataset within the file, which begins with `/`; nil for the only one there is.
  package let dataset: String?

  package init(path: String, dataset: String? = nil) {
    self.path = path
    self.dataset = dataset
  }

  /// `FILE:/PATH` is split at the first `:/`, unless a file of the whole name exists.
  package init(_ text: String) {
    if let colon = text.range(of: ":/"), !FileManager.default.fileExists(atPath: text) {
      self.init(
        path: String(text[..<colon.lowerBound]),
        dataset: String(text[text.index(after: colon.lowerBound)...]))
    } else {
      self.init(path: text)
    }
  }

  /// The most bytes that a file may have, and the most that its numbers may take as float64: 1 GiB, which is
  /// 1,000 inputs over 134,000 steps.
  package static let byteLimit = 1 << 30

  /// Reads the sequence. Numbers of other types become float64, integers beyond 2^53 the nearest one.
  ///
  /// - Throws: `InputFileError` if the file cannot be opened, `SequenceFileError` if it is not what it should
  ///   be.
  package func read() throws -> SequenceTable {
    // Text holds no zeros.
    let bytes = try InputFile.bytes(of: path, upTo: Self.byteLimit + 1) {
      HDF5Image.isHDF5($0) || $0.starts(with: NPYFile.signature) || !$0.contains(0)
    }
    do throws(SequenceFileProblem) {
      guard bytes.count <= Self.byteLimit else {
        throw .tooLarge(bytes: Double(bytes.count), limit: Self.byteLimit)
      }
      if HDF5Image.isHDF5(bytes) { return try HDF5Sequence.table(bytes, dataset: dataset) }
      if let dataset { throw .pathInside(dataset) }
      if bytes.starts(with: NPYFile.signature) { return try NPYFile.table(bytes) }
      if bytes.starts(with: Self.zipSignature) { throw .archive }
      return try CSVText.table(bytes)
    } catch {
      throw SequenceFileError(path: path, error)
    }
  }

  private static let zipSignature: [UInt8] = [0x50, 0x4b, 0x03, 0x04]
}

/// A sequence as a table: one row per step, one column per input.
package struct SequenceTable: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  /// Row by row; all finite.
  package let values: [Double]

  /// - Throws: `SequenceFileProblem`: `empty`, or `notFinite` with the first place that is not.
  /// - Precondition: `values` fills the table.
  package init(rows: Int, columns: Int, values: [Double]) throws(SequenceFileProblem) {
    precondition(rows >= 0 && columns >= 0 && values.count == rows * columns)
    guard rows > 0, columns > 0 else { throw .empty(rows: rows, columns: columns) }
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: place / columns, column: place % columns)
    }
    self.rows = rows
    self.columns = columns
    self.values = values
  }
}
