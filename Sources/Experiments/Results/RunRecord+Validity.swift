import MemoryMeasures

extension RunRecord {
  /// Whether a run of these settings can have this record: as many counts and curve values as were asked for,
  /// and no count outside the horizon.
  func fits(_ settings: DivergenceSettings) -> Bool {
    guard case .measured(let measurement) = self else { return true }
    let counts = [measurement.firstEqual, measurement.settled, measurement.merged] + measurement.thresholds
    return measurement.thresholds.count == settings.thresholds.count
      && measurement.curve.count == settings.curveSteps.count
      && counts.allSatisfy { count in
        count.reached ? (1...settings.horizon).contains(count.steps) : count.steps == settings.horizon
      }
  }
}
