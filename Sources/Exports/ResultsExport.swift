import Experiments
import Files

/// Results of any measure, to be written in another format: one file, or several where the format has tables.
public struct ResultsExport {
  public let files: [ExportedFile]
  private let bytes: [() throws -> [UInt8]]

  /// Nothing is written yet.
  ///
  /// - Parameter path: of the file; of several, what they are called before `-TABLE.csv`.
  public init(_ results: LabelledResults, format: ExportFormat, path: String) {
    switch format {
    case .csv:
      let tables = CSVTables(results).tables
      let stem = path.hasSuffix(".csv") ? String(path.dropLast(4)) : path
      files = tables.map { table in
        ExportedFile(
          path: "\(stem)-\(table.name).csv",
          content: .table(rows: table.rowCount, columns: table.columnCount))
      }
      bytes = tables.map { table in { table.bytes() } }
    case .npz, .mat, .json:
      files = [
        ExportedFile(path: path, content: .arrays(results.coordinates.count + results.variables.count))
      ]
      switch format {
      case .npz: bytes = [{ try NumPyArchive(results).bytes(path: path) }]
      case .mat: bytes = [{ try MATLABFile(results).bytes(path: path) }]
      case .csv, .json: bytes = [{ JSONDocument(results).bytes() }]
      }
    }
  }

  /// Writes the files, each complete or not at all. Directories that are missing are made.
  ///
  /// - Parameters:
  ///   - overwrites: whether files that are there may be replaced.
  ///   - sources: what is never replaced: the results file and its journal.
  /// - Throws: `OutputError` and `ExportError`; before anything is written if any of the files must not be
  ///   replaced, or any but the first cannot be made.
  public func write(overwrites: Bool, sparing sources: [String]) throws {
    let destinations = try files.map { file in
      let destination = try Destination(file.path)
      guard !sources.contains(where: destination.isSameFile) else {
        throw ExportError.replacesResults(path: file.path)
      }
      guard overwrites || !destination.exists else { throw OutputError.exists(path: file.path) }
      return destination
    }
    for (destination, bytes) in zip(destinations, bytes) { try destination.write(try bytes()) }
  }
}
