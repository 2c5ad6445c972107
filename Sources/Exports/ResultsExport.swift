import Experiments

/// Results of any measure in another format: one file, or several where the format has tables.
public struct ResultsExport {
  public let files: [ExportedFile]

  /// Says which files there are; nothing is made yet.
  ///
  /// - Parameter path: of the file; of several, what they are called before `-TABLE.csv`.
  public init(_ results: LabelledResults, format: ExportFormat, path: String) {
    func file(_ make: @escaping () throws(ExportError) -> [UInt8]) -> [ExportedFile] {
      let count = results.coordinates.count + results.variables.count
      return [ExportedFile(path: path, content: .arrays(count), make)]
    }
    files =
      switch format {
      case .csv: Self.tables(of: results, path: path)
      case .npz: file { () throws(ExportError) in try NumPyArchive(results).bytes(path: path) }
      case .mat: file { () throws(ExportError) in try MATLABFile(results).bytes(path: path) }
      case .json: file { JSONDocument(results).bytes() }
      }
  }

  private static func tables(of results: LabelledResults, path: String) -> [ExportedFile] {
    let ending = ".csv"
    let stem = path.hasSuffix(ending) ? String(path.dropLast(ending.count)) : path
    return CSVTables(results).tables.map { table in
      ExportedFile(
        path: "\(stem)-\(table.name)\(ending)",
        content: .table(rows: table.rowCount, columns: table.columnCount)
      ) { table.bytes() }
    }
  }
}
