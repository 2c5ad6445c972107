import HDF5

/// A file that does not hold a sequence as it should.
package struct SequenceFileError: Error, Equatable {
  package var path: String
  package var problem: SequenceFileProblem

  package init(path: String, _ problem: SequenceFileProblem) {
    self.path = path
    self.problem = problem
  }
}

/// What can be wrong with a file that should hold a sequence.
package enum SequenceFileProblem: Error, Equatable {
  /// None of the formats that are read.
  case unknownFormat
  case otherFormat(OtherFormat)
  /// What gzip wrote is damaged or not all there.
  case gzip
  /// No steps, or no inputs.
  case empty(rows: Int, columns: Int)
  /// Allowed: one axis (steps), two (steps, inputs) or three (sequences, steps, inputs).
  case rank(shape: [Int])
  /// A NaN or an infinity; row and column from 0.
  case notFinite(row: Int, column: Int)
  /// More than is read at all.
  case tooLarge(bytes: Double, limit: Int)
  /// A column that was chosen is not there; those that are, in words.
  case noSuchColumn(String, known: String)
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

/// What can be wrong with a line of text, or with one of its columns.
package enum CSVProblem: Error, Equatable {
  case notANumber(String)
  /// NaN, an infinity, or a number beyond float64.
  case notFinite(String)
  case noValue
  /// A header, or a chosen column, in another encoding.
  case notUTF8
  /// A column of the header without a name: what an index without one looks like.
  case noName
  case wrongCount(found: Int, expected: Int)
  case blankLine
  /// A quote that is not closed on the same line.
  case openQuote
  /// Something between a closing quote and the next separator.
  case afterQuote
  /// Outside of quotes, the first line holds more than one of comma, semicolon and tab.
  case severalSeparators
  /// Numbers with spaces between them.
  case separatedBySpaces
}
