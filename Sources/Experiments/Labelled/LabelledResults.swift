import Files
import HDF5

/// The results of any measure as arrays with named, labelled axes: a results file as it is, by the
/// conventions of netCDF-4, without a word about what its variables mean.
///
/// For what treats all measures alike. Read with `HDF5Image`, strings included, so that whatever a file holds
/// is a value or an error.
public struct LabelledResults: Equatable, Sendable {
  public let kind: ResultsKind
  /// Of the file as a whole, in the order in which they were written.
  public let attributes: [LabelledAttribute]
  /// One for every dimension, in the order in which they were written: its values label the axes of that
  /// name.
  public let coordinates: [LabelledVariable]
  /// In the order in which they were written.
  public let variables: [LabelledVariable]

  public init(
    kind: ResultsKind, attributes: [LabelledAttribute], coordinates: [LabelledVariable],
    variables: [LabelledVariable]
  ) {
    self.kind = kind
    self.attributes = attributes
    self.coordinates = coordinates
    self.variables = variables
  }

  /// Reads a results file, or the journal of an unfinished sweep: PATH.journal where there is no PATH, or
  /// PATH itself if it is a journal. A journal is laid out as the results file that it would become.
  ///
  /// - Parameter provenance: for the attributes `source` and `history` of what was a journal.
  /// - Throws: `ResultsFileError`, and `JournalError` for a damaged journal.
  public init(reading path: String, provenance: Provenance) throws {
    switch try ResultsSource(path) {
    case .hdf5(let path):
      try self.init(Self.bytes(of: path), path: path)
      // What only its own reader knows of a measure: that nothing is missing, and all values are possible.
      _ = try StoredResults(reading: path)
    case .journal(let path, _):
      let results = try StoredResults(reading: path)
      try self.init(results.fileBytes(provenance: provenance), path: path)
    }
  }

  private static func bytes(of path: String) throws(ResultsFileError) -> [UInt8] {
    do { return try InputFile.bytes(of: path) } catch { throw ResultsFileError(error) }
  }

  /// - Parameters:
  ///   - bytes: of a results file.
  ///   - path: named in errors.
  init(_ bytes: [UInt8], path: String) throws(ResultsFileError) {
    do {
      self = try LabelledReader(path: path, root: try HDF5Image(bytes).root()).read()
    } catch let error as ResultsFileError {
      throw error
    } catch let error as HDF5ImageError {
      throw .damaged(path: path, error)
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  public var dimensions: [LabelledDimension] {
    coordinates.map { LabelledDimension(name: $0.name, length: $0.values.count) }
  }

  public func coordinate(_ dimension: String) -> LabelledVariable? {
    coordinates.first { $0.name == dimension }
  }
}
