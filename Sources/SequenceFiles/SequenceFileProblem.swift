import HDF5

/// What can be wrong with a file that should hold a sequence.
public enum SequenceFileProblem: Error, Equatable {
  /// None of the formats that are read.
  case unknownFormat
  /// A zip archive, which is what `numpy.savez` writes.
  case archive
  /// No steps, or no inputs.
  case empty(rows: Int, columns: Int)
  /// Allowed: one axis (steps) or two (steps, inputs).
  case rank(shape: [Int])
  /// A NaN or an infinity; row and column from 0.
  case notFinite(row: Int, column: Int)
  /// More than is read at all.
  case tooLarge(bytes: Double, limit: Int)
  /// A path to a dataset was given, but the file is not an HDF5 file.
  case pathInside(String)

  // MARK: NumPy

  /// Allowed: 1.0, 2.0 and 3.0.
  case npyVersion(major: UInt8, minor: UInt8)
  /// The header is not that of an array; the byte of the file at which something else was expected.
  case npyHeader(byte: Int, expected: String)
  /// Allowed: floats of 2, 4 or 8 bytes, integers of 1, 2, 4 or 8.
  case npyType(String)
  /// Ends before what it says it holds.
  case truncated(needed: Int, found: Int)
  /// Goes on after its array.
  case trailing(bytes: Int)

  // MARK: Text

  /// Line and column from 1; no column where the whole line is meant.
  case text(line: Int, column: Int?, CSVProblem)

  // MARK: HDF5

  /// No dataset of numbers, or several, of which one has to be chosen.
  case datasets(found: [String])
  case noSuchDataset(String)
  case hdf5(HDF5ImageError)
}
