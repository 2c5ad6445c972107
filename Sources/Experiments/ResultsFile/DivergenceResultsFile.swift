/// Results files of divergence sweeps: HDF5 that readers of netCDF-4 open with named, labelled dimensions.
///
/// - Dimensions, each with a coordinate variable: `cell`, `layers`, `hidden_size`, `input_size`, `repeat`,
///   and `threshold` and `curve_step` where there are any.
/// - Variables per run, over the first five: `run_status` and `failure_reason`; `first_equal_steps`,
///   `settled_steps`, `merged_steps` with the flags `first_equal`, `settled`, `merged`; `outcome`,
///   `final_difference`, `forgetting_rate`; `threshold_steps` and `within_threshold`, also over `threshold`;
///   `difference`, also over `curve_step`.
/// - Variables per grid cell, over the first four: `mean_settled_steps`, `std_settled_steps`,
///   `median_settled_steps`, `settled_fraction`, `mean_first_equal_steps`; `mean_threshold_steps` and
///   `threshold_fraction`, also over `threshold`.
/// - A run that is missing or failed has `_FillValue` in every variable but the first two.
/// - Root attributes hold the plan in two forms, one by one for people and as JSON (`plan`) for reading, and
///   the reasons of failed runs again, as JSON (`failures`). Numeric variables have a checksum (`crc32`).
public enum DivergenceResultsFile {
  /// The attributes `format` and `format_version` of the root group.
  static let format = "memprobe divergence"
  static let version: Int32 = 1

  /// The journal of the sweep that writes this results file.
  public static func journalPath(of path: String) -> String { path + ".journal" }
}
