import MemoryMeasures

extension DivergenceSettings {
  /// Whether a run of these settings can have measured this: as many counts and curve values as were asked for,
  /// and no count outside the horizon.
  func accept(_ measurement: DivergenceMeasurement) -> Bool {
    let counts = [measurement.firstEqual, measurement.settled, measurement.merged] + measurement.thresholds
    return measurement.thresholds.count == thresholds.count
      && measurement.curve.count == curveSteps.count
      && counts.allSatisfy { count in
        count.reached ? (1...horizon).contains(count.steps) : count.steps == horizon
      }
  }

  /// Memory of a run's record, in bytes.
  var recordBytes: Double { 1_024 + 32 * Double(thresholds.count) + 8 * Double(curveSteps.count) }
}
