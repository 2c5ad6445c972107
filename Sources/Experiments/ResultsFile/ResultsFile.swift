import HDF5

/// Results files of one kind of plan: HDF5 that readers of netCDF-4 open with named, labelled dimensions.
///
/// Root attributes hold the plan in two forms, one by one for people and as JSON (`plan`) for reading, and the
/// reasons of failed runs, as JSON too (`failures`). Numeric variables have a checksum (`crc32`).
public protocol ResultsFile {
  associatedtype Plan: SweepPlan

  /// The attribute `format_version` of the root group; `format` is the plan's.
  static var version: Int32 { get }

  /// Writes attributes, scales and variables into an empty file.
  static func layOut(_ results: SweepResults<Plan>, provenance: Provenance, in file: HDF5File) throws

  /// Reads the records of all finished runs, whose plan has been read from the file and checked.
  ///
  /// - Parameter path: named in errors.
  /// - Throws: `ResultsFileError`, `HDF5Error`.
  static func records(
    in file: HDF5File, path: String, of plan: Plan
  ) throws -> [Plan.Run: SweepRecord<Plan.Value>]
}

extension ResultsFile {
  /// The journal of the sweep that writes this results file.
  public static func journalPath(of path: String) -> String { path + ".journal" }
}
