import HDF5
import MemoryMeasures

/// Results files of divergence sweeps.
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
public enum DivergenceResultsFile: ResultsFile {
  public typealias Plan = DivergencePlan

  public static let version: Int32 = 1

  public static func layOut(
    _ results: DivergenceResults, provenance: Provenance, in file: HDF5File
  ) throws {
    try GridResultsWriter(results, provenance: provenance, root: file.root).write()
  }

  public static func records(
    in file: HDF5File, path: String, of plan: DivergencePlan
  ) throws -> [RunCoordinates: RunRecord] {
    let reader = ResultsReader(path: path, file: file)
    let grid = plan.grid
    // Its strings are not read: see `FailedRun`.
    _ = try reader.dataset(GridAxis.cell.rawValue, shape: [grid.cells.count])
    try reader.check(GridAxis.layers.rawValue, grid.layers)
    try reader.check(GridAxis.hiddenSize.rawValue, grid.hiddenSizes)
    try reader.check(GridAxis.inputSize.rawValue, grid.inputSizes)
    try reader.check(GridAxis.repeat.rawValue, Array(0..<grid.repeats))
    try reader.checkAxes(of: plan.settings)
    try reader.checkPresence(of: derivedVariables(of: plan))
    return try reader.divergenceRecords(at: grid.coordinates, shape: grid.shape, plan: plan)
  }

  /// Variables that follow from the others.
  private static func derivedVariables(of plan: DivergencePlan) -> [String] {
    let always = [
      "failure_reason", "mean_settled_steps", "std_settled_steps", "median_settled_steps", "settled_fraction",
      "mean_first_equal_steps",
    ]
    return always + (plan.settings.thresholds.isEmpty ? [] : ["mean_threshold_steps", "threshold_fraction"])
  }
}
