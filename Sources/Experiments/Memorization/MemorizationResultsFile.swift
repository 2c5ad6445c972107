import HDF5
import MemoryMeasures

/// Results files of grids of trainings on the memorization task.
///
/// - Dimensions, each with a coordinate variable: `cell`, `layers`, `hidden_size`, `position`, `repeat`, and
///   `epoch_sample` where loss curves are stored.
/// - Variables per run, over the first five: `run_status` and `failure_reason`; `loss`, `outcome` and
///   `completed_epochs`; `loss_curve`, also over `epoch_sample`.
/// - Variables per grid cell, over the first four: `mean_loss`, `std_loss`, `learned_fraction`, `diverged_runs`.
/// - A run that is missing or failed has `_FillValue` in every variable but the first two.
public enum MemorizationResultsFile: ResultsFile {
  public typealias Plan = MemorizationPlan

  public static let version: Int32 = 1

  public static func layOut(
    _ results: MemorizationResults, provenance: Provenance, in file: HDF5File
  ) throws {
    try MemorizationResultsWriter(results, provenance: provenance, root: file.root).write()
  }

  public static func records(
    in file: HDF5File, path: String, of plan: MemorizationPlan
  ) throws -> [MemorizationRun: SweepRecord<MemorizationRecord>] {
    let reader = ResultsReader(path: path, file: file)
    let grid = plan.grid
    // Its strings are not read: see `FailedRun`.
    _ = try reader.dataset(GridAxis.cell.rawValue, shape: [grid.cells.count])
    try reader.check(GridAxis.layers.rawValue, grid.layers)
    try reader.check(GridAxis.hiddenSize.rawValue, grid.hiddenSizes)
    try reader.check(GridAxis.position.rawValue, grid.positions)
    try reader.check(GridAxis.repeat.rawValue, Array(0..<grid.repeats))
    try reader.checkPresence(of: derivedVariables)

    let shape = grid.shape
    let losses = try reader.values("loss", shape: shape, as: Double.self)
    let outcomes = try reader.values("outcome", shape: shape, as: Int8.self)
    let epochs = try reader.values("completed_epochs", shape: shape, as: Int32.self)
    let samples = plan.settings.curveEpochs
    var curves: [Float] = []
    if !samples.isEmpty {
      try reader.check(MemorizationResultsWriter.epochSample, samples)
      curves = try reader.values("loss_curve", shape: shape + [samples.count], as: Float.self)
    }
    return try reader.records(at: grid.coordinates, shape: shape, plan: plan) { index in
      MemorizationOutcome(rawValue: outcomes[index]).map {
        MemorizationRecord(
          loss: losses[index], outcome: $0, epochs: Int(epochs[index]),
          curve: Array(curves[(index * samples.count)..<((index + 1) * samples.count)]))
      }
    }
  }

  /// Variables that follow from the others.
  private static let derivedVariables = [
    "failure_reason", "mean_loss", "std_loss", "learned_fraction", "diverged_runs",
  ]
}
