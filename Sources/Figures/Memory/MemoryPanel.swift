import Experiments
import MemoryMeasures
import RecurrentNetworks

/// What the panel of one cell type at one depth shows.
struct MemoryPanel: Equatable {
  let heading: String
  /// Bit-identity first, then the tabulated threshold where there is one.
  let curves: [MemoryCurve]
  /// Hidden sizes of which at least one run ended at the rounding floor, ascending.
  let floorSizes: [Int]

  init(results: DivergenceResults, cell: CellType, layers: Int) {
    heading = results.plan.grid.heading(cell: cell, layers: layers)
    var counts = [MemoryCurve.Count.settled]
    if let threshold = results.plan.settings.tabulatedThreshold {
      counts.append(.within(threshold: threshold.value, index: threshold.index))
    }
    curves = counts.map { MemoryCurve($0, results: results, cell: cell, layers: layers) }
    var sizes: Set<Int> = []
    for (run, record) in results.records where run.cell == cell && run.layers == layers {
      if case .measured(let measurement) = record, measurement.outcome == .roundingFloor {
        sizes.insert(run.hiddenSize)
      }
    }
    floorSizes = sizes.sorted()
  }
}
