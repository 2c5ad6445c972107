import HDF5
import MemoryMeasures

/// Results files of memory capacities.
///
/// - Dimensions, each with a coordinate variable: of a grid `cell`, `layers`, `hidden_size` and `repeat`, of given
///   networks `network` and `repeat`; and `delay`.
/// - Variables per run, over all but the last: `run_status` and `failure_reason`; `memory_capacity` and
///   `memory_capacity_error`; `memory_function` and `noise_floor`, also over `delay`.
/// - Variables per subject, over all but the last two: `mean_memory_capacity`, `std_memory_capacity`; of given
///   networks also `units`, `network_path`, `network_selection` and `weights_digest`.
/// - A run that is missing or failed has `_FillValue` in every variable but the first two.
public enum CapacityResultsFile: ResultsFile {
  public typealias Plan = CapacityPlan

  public static let version: Int32 = 1

  static let delay = "delay"
  static let network = "network"

  /// The axes of the runs, slowest first.
  static func axes(of plan: CapacityPlan) -> [String] {
    switch plan.subjects {
    case .grid: [GridAxis.cell, .layers, .hiddenSize, .repeat].map(\.rawValue)
    case .networks: [network, GridAxis.repeat.rawValue]
    }
  }

  public static func layOut(
    _ results: CapacityResults, provenance: Provenance, in file: HDF5File
  ) throws {
    try CapacityResultsWriter(results, provenance: provenance, root: file.root).write()
  }

  public static func records(
    in file: HDF5File, path: String, of plan: CapacityPlan
  ) throws -> [CapacityRun: SweepRecord<CapacityMeasurement>] {
    let reader = ResultsReader(path: path, file: file)
    let shape: [Int]
    // Strings are not read: see `FailedRun`.
    switch plan.subjects {
    case .grid(let grid, _):
      shape = [grid.cells.count, grid.layers.count, grid.hiddenSizes.count, plan.repeats]
      _ = try reader.dataset(GridAxis.cell.rawValue, shape: [grid.cells.count])
      try reader.check(GridAxis.layers.rawValue, grid.layers)
      try reader.check(GridAxis.hiddenSize.rawValue, grid.hiddenSizes)
    case .networks(let networks):
      shape = [networks.count, plan.repeats]
      _ = try reader.dataset(network, shape: [networks.count])
      try reader.checkPresence(of: ["units", "network_path", "network_selection", "weights_digest"])
    }
    let delays = plan.settings.maximumDelay
    try reader.check(GridAxis.repeat.rawValue, Array(0..<plan.repeats))
    try reader.check(delay, Array(1...delays))
    try reader.checkPresence(of: [
      "failure_reason", "memory_capacity", "mean_memory_capacity", "std_memory_capacity",
    ])
    let functions = try reader.values("memory_function", shape: shape + [delays], as: Double.self)
    let floors = try reader.values("noise_floor", shape: shape + [delays], as: Double.self)
    let errors = try reader.values("memory_capacity_error", shape: shape, as: Double.self)
    return try reader.records(at: plan.coordinates, shape: shape, plan: plan) { index in
      let places = (index * delays)..<((index + 1) * delays)
      return CapacityMeasurement(
        memoryFunction: Array(functions[places]), noiseFloor: Array(floors[places]),
        standardError: errors[index])
    }
  }
}
