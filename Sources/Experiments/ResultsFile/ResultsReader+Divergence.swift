import HDF5
import MemoryMeasures

/// What results files of divergence runs have in common, whatever their first axes.
extension ResultsReader {
  func checkAxes(of settings: DivergenceSettings) throws {
    if settings.recordsCurve { try check(ResultsVariable.curveStep, settings.curveSteps) }
    if !settings.thresholds.isEmpty { try check(ResultsVariable.threshold, settings.thresholds) }
  }

  /// The records of all finished runs.
  ///
  /// - Parameters:
  ///   - places: the run at each place of the axes, in their order; nil where there is none, which is not read.
  ///   - shape: lengths of the axes, of which `places.count` is the product.
  func divergenceRecords<Plan: DivergenceRunsPlan>(
    at places: [Plan.Run?], shape: [Int], plan: Plan
  ) throws -> [Plan.Run: RunRecord] {
    let columns = try DivergenceColumns(self, settings: plan.settings, shape: shape)
    return try records(at: places, shape: shape, plan: plan) { columns.measurement(at: $0) }
  }
}
