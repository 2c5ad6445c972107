import Exports

/// Options of `export` that do not say what to write.
enum ExportOptionsError: Error, Equatable {
  /// Neither a format nor an output.
  case noFormat
  case unknownEnding(path: String)
  /// The output ends in another format than the one that is named.
  case contradiction(path: String, ending: ExportFormat, format: ExportFormat)
  /// A format that people ask for and that is not written here.
  case noParquet

  static let parquet = "parquet"
}
