import HDF5
import MemoryMeasures

/// Results files of divergence sweeps over given networks and their twins.
///
/// - Dimensions, each with a coordinate variable: `network` (names), `source` (`trained` and kinds of twins),
///   `run`, and `threshold` and `curve_step` where there are any.
/// - Variables per run, over the first three: those of `DivergenceResultsFile`. A source with fewer runs than
///   another has `_FillValue` in the rest of its places, in `run_status`, too.
/// - Per network, over `network`: `network_path`, `network_selection`, `weights_digest`.
/// - Per network and source: `measured_runs`; `mean_settled_steps`, `median_settled_steps` with the flag
///   `median_settled`, and `settled_fraction`; the same three of the steps to within a threshold, also over
///   `threshold`.
/// - Where there are twins, per network and kind of twins, of settled steps and of those to within each
///   threshold: Mann & Whitney's U, its p-value, the same after Holm's correction, and Cliff's delta. The
///   attribute `comparisons` of the root group is the number that was corrected for.
public enum ComparisonResultsFile: ResultsFile {
  public typealias Plan = ComparisonPlan

  public static let version: Int32 = 1

  static let axes = ["network", "source", "run"]

  public static func layOut(
    _ results: ComparisonResults, provenance: Provenance, in file: HDF5File
  ) throws {
    try ComparisonResultsWriter(results, provenance: provenance, root: file.root).write()
  }

  public static func records(
    in file: HDF5File, path: String, of plan: ComparisonPlan
  ) throws -> [NetworkRun: RunRecord] {
    let reader = ResultsReader(path: path, file: file)
    let shape = [plan.networks.count, plan.sources.count, plan.mostRuns]
    // Strings are not read: see `FailedRun`.
    _ = try reader.dataset(axes[0], shape: [shape[0]])
    _ = try reader.dataset(axes[1], shape: [shape[1]])
    try reader.check(axes[2], Array(0..<shape[2]))
    try reader.checkAxes(of: plan.settings)
    try reader.checkPresence(of: derivedVariables(of: plan))
    return try reader.divergenceRecords(at: plan.places, shape: shape, plan: plan)
  }

  /// Variables that follow from the others, or from the plan.
  private static func derivedVariables(of plan: ComparisonPlan) -> [String] {
    let measures = ["settled"] + (plan.settings.thresholds.isEmpty ? [] : ["threshold"])
    let tests = plan.twinKinds.isEmpty ? [] : ["mann_whitney_u", "p_value", "holm_p_value", "cliffs_delta"]
    return ["failure_reason", "network_path", "network_selection", "weights_digest", "measured_runs"]
      + measures.flatMap { name in
        ["mean_\(name)_steps", "median_\(name)_steps", "median_\(name)", "\(name)_fraction"]
          + tests.map { "\(name)_\($0)" }
      }
  }
}
