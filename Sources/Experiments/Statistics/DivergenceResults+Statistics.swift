import MemoryMeasures
import RecurrentNetworks

extension DivergenceResults {
  /// Statistics of one grid cell over its measured repeats.
  public func statistics(
    cell: CellType, layers: Int, hiddenSize: Int, inputSize: Int
  ) -> GridCellStatistics {
    let measurements = (0..<plan.grid.repeats).compactMap { index -> DivergenceMeasurement? in
      let run = RunCoordinates(
        cell: cell, layers: layers, hiddenSize: hiddenSize, inputSize: inputSize, repeatIndex: index)
      guard case .measured(let measurement) = records[run] else { return nil }
      return measurement
    }
    return GridCellStatistics(measurements, thresholdCount: plan.settings.thresholds.count)
  }
}
