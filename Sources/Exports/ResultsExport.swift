import Experiments

/// Results of any measure in another format: one file, or several where the format has tables.
package struct ResultsExport {
  package let files: [ExportedFile]

  /// Says which files there are; nothing is made yet.
  ///
  /// - Parameter path: of the file; of several, what they are called before `-TABLE.csv`.
  package init(_ results: LabelledResults, format: ExportFormat, path: String) {
    func file(_ make: @escaping () throws(ExportError) -> [UInt8]) -> [ExportedFile] {
      let count = results.coordinates.count + results.variables.count
      return [ExportedFile(path: path, content: .arrays(count), bytes: make)]
    }
    files =
      switch format {
      case .csv: Self.tables(of: results, path: path)
      case .npz: file { () throws(ExportError) in try NumPyArchive(results: results).bytes(path: path) }
      case .mat: file { () throws(ExportError) in try MATLABFile(results: results).bytes(path: path) }
      case .json: file { JSONDocument(results: results).bytes() }
      }
  }

  private static func tables(of results: LabelledResults, path: String) -> [ExportedFile] {
    let ending = ".csv"
    let stem = path.lowercased().hasSuffix(ending) ? String(path.dropLast(ending.count)) : path
    return CSVTables(results).tables.map { table in
      ExportedFile(
        path: "\(stem)-\(table.name)\(ending)",
        content: .table(rows: table.rowCount, columns: table.columns.count)
      ) { table.bytes() }
    }
  }
}

/// A file that an export makes.
package struct ExportedFile {
  package let path: String
  package let content: Content
  /// The bytes of the file; equal results give equal bytes.
  package let bytes: () throws(ExportError) -> [UInt8]

  /// What is in it.
  package enum Content: Equatable, Sendable {
    case table(rows: Int, columns: Int)
    case arrays(Int)
  }
}

/// The formats in which results can be taken to other programs. The raw value is the ending of their files.
package enum ExportFormat: String, CaseIterable, Sendable {
  /// Tidy tables for every spreadsheet and data frame: see `CSVTables`.
  case csv
  /// Arrays for NumPy: see `NumPyArchive`.
  case npz
  /// Variables for MATLAB and Octave: see `MATLABFile`.
  case mat
  /// The dictionary of an xarray dataset: see `JSONDocument`.
  case json
}

/// Results that cannot be exported.
package enum ExportError: Error, Equatable {
  /// The library of the format failed; its own words.
  case cannotMake(path: String, reason: String)
}

extension LabelledVariable {
  /// The values for programs whose integers know no missing ones: where there is a fill value, float64 with
  /// NaN in its place, as xarray makes of it. All others as they are.
  var valuesWithNaN: LabelledValues {
    guard fill != nil else { return values }
    func numbers(_ values: [some BinaryInteger]) -> LabelledValues {
      .float64(values.indices.map { isMissing($0) ? .nan : Double(values[$0]) })
    }
    return switch values {
    case .int8(let integers): numbers(integers)
    case .int32(let integers): numbers(integers)
    case .int64(let integers): numbers(integers)
    case .uint64(let integers): numbers(integers)
    case .float32, .float64, .strings: values
    }
  }
}
