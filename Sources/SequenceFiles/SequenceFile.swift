import Files
import Foundation
import HDF5

/// A file that holds sequences, and where in it: `FILE`, or `FILE:/PATH` for a dataset of an HDF5 file.
///
/// The format is told from the first bytes, not from the name: NumPy's (`NPYFile`), HDF5, or else text
/// (`CSVText`); of each also what gzip made of it.
package struct SequenceFile: Hashable, Sendable {
  package let path: String
  /// The path of a dataset within the file, which begins with `/`; nil for the only one there is.
  package let dataset: String?
  /// Which columns are read, and in which order; nil for all.
  package let columns: ColumnChoice?

  package init(path: String, dataset: String? = nil, columns: ColumnChoice? = nil) {
    self.path = path
    self.dataset = dataset
    self.columns = columns
  }

  /// `FILE:/PATH` is split at the first `:/`, unless a file of the whole name exists.
  package init(_ text: String, columns: ColumnChoice? = nil) {
    if let colon = text.range(of: ":/"), !FileManager.default.fileExists(atPath: text) {
      self.init(
        path: String(text[..<colon.lowerBound]),
        dataset: String(text[text.index(after: colon.lowerBound)...]), columns: columns)
    } else {
      self.init(path: text, columns: columns)
    }
  }

  /// The most bytes that a file may have, and the most that its numbers may take as float64: 1 GiB, which is
  /// 1,000 inputs over 134,000 steps.
  package static let byteLimit = 1 << 30

  /// Reads the sequences. Numbers of other types become float64, integers beyond 2^53 the nearest one.
  ///
  /// - Throws: `InputFileError` if the file cannot be opened, `SequenceFileError` if it is not what it should
  ///   be.
  package func read() throws -> SequenceTable {
    // Text holds no zeros.
    let bytes = try InputFile.bytes(of: path, upTo: Self.byteLimit + 1) {
      HDF5Image.isHDF5($0) || $0.starts(with: NPYFile.signature) || Gzip.isGzip($0) || !$0.contains(0)
    }
    do throws(SequenceFileProblem) {
      return try table(of: bytes)
    } catch {
      throw SequenceFileError(path: path, error)
    }
  }

  /// The sequences in the bytes of the file.
  package func table(of bytes: [UInt8]) throws(SequenceFileProblem) -> SequenceTable {
    guard bytes.count <= Self.byteLimit else {
      throw .tooLarge(bytes: Double(bytes.count), limit: Self.byteLimit)
    }
    return try table(Gzip.isGzip(bytes) ? Gzip.inflate(bytes, atMost: Self.byteLimit) : bytes)
  }

  private func table(_ bytes: [UInt8]) throws(SequenceFileProblem) -> SequenceTable {
    if HDF5Image.isHDF5(bytes) {
      return try HDF5Sequence.table(bytes, dataset: dataset).choosing(columns)
    }
    if let dataset { throw .pathInside(dataset) }
    if bytes.starts(with: NPYFile.signature) { return try NPYFile.table(bytes).choosing(columns) }
    if let other = OtherFormat(bytes) { throw .otherFormat(other) }
    return try CSVText.table(bytes, columns: columns)
  }
}

/// What people have beside the files that are read, told from its first bytes.
package enum OtherFormat: CaseIterable, Sendable {
  /// A zip archive, which is what `numpy.savez` writes.
  case zip
  /// A column store, as pandas writes it.
  case parquet
  /// What Git stands in for a large file that has not been fetched.
  case gitLFSPointer

  init?(_ bytes: [UInt8]) {
    guard let found = Self.allCases.first(where: { bytes.starts(with: $0.signature) }) else { return nil }
    self = found
  }

  private var signature: [UInt8] {
    switch self {
    case .zip: [0x50, 0x4b, 0x03, 0x04]
    case .parquet: Array("PAR1".utf8)
    case .gitLFSPointer: Array("version https://git-lfs".utf8)
    }
  }
}
