import Experiments
import MemoryMeasures
import RecurrentNetworks

/// Small plans and made-up records.
enum Example {
  /// Two repeats, a horizon of 9,000 steps.
  static func plan(
    cells: [CellType], layers: [Int] = [1], hiddenSizes: [Int] = [1, 2], inputSizes: [Int] = [1, 4],
    thresholds: [Double]
  ) throws -> DivergencePlan {
    try DivergencePlan(
      grid: Grid(
        cells: cells, layers: layers, hiddenSizes: hiddenSizes, inputSizes: inputSizes, repeats: 2),
      settings: DivergenceSettings(totalSteps: 10_000, uniqueSteps: 1_000, thresholds: thresholds))
  }

  static func records(
    of plan: DivergencePlan, _ record: (RunCoordinates) -> RunRecord
  ) -> [RunCoordinates: RunRecord] {
    Dictionary(uniqueKeysWithValues: plan.grid.coordinates.map { ($0, record($0)) })
  }

  static func measurement(
    settled: CensoredSteps, thresholds: [CensoredSteps], outcome: DivergenceOutcome
  ) -> DivergenceMeasurement {
    DivergenceMeasurement(
      firstEqual: settled, settled: settled, merged: settled, thresholds: thresholds, outcome: outcome,
      finalDifference: 0, forgettingRate: .nan)
  }
}
