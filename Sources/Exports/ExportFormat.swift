/// The formats in which results can be taken to other programs. The raw value is the ending of their files.
public enum ExportFormat: String, CaseIterable, Sendable {
  /// Tidy tables for every spreadsheet and data frame: see `CSVTables`.
  case csv
  /// Arrays for NumPy: see `NumPyArchive`.
  case npz
  /// Variables for MATLAB and Octave: see `MATLABFile`.
  case mat
  /// The dictionary of an xarray dataset: see `JSONDocument`.
  case json
}
