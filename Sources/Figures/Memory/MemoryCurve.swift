import Drawing
import Experiments
import RecurrentNetworks
import Text

/// One count against the hidden size, for one cell type at one depth.
struct MemoryCurve: Equatable {
  enum Count: Equatable {
    /// Steps until the outputs stay bit-identical.
    case settled
    /// Steps until the outputs stay within the threshold of this index.
    case within(threshold: Double, index: Int)
  }

  let count: Count
  /// By ascending hidden size; those without a measured run are left out.
  let points: [MemoryPoint]

  init(_ count: Count, results: DivergenceResults, cell: CellType, layers: Int) {
    self.count = count
    let grid = results.plan.grid
    points = grid.hiddenSizes.sorted().compactMap { hidden in
      let cells = grid.inputSizes.map {
        results.statistics(cell: cell, layers: layers, hiddenSize: hidden, inputSize: $0)
      }
      let means = cells.filter { $0.count > 0 }.map { cell in
        switch count {
        case .settled:
          (steps: cell.meanSettledSteps, isLowerBound: cell.settledFraction < 1)
        case .within(_, let index):
          (steps: cell.meanThresholdSteps[index], isLowerBound: cell.thresholdFractions[index] < 1)
        }
      }
      return MemoryPoint(hiddenSize: hidden, means: means)
    }
  }

  /// What is counted, as in "steps until the outputs are ...".
  var label: String {
    switch count {
    case .settled: "bit-identical for good"
    case .within(let threshold, _): "within \(NumberText.shortest(threshold)) for good"
    }
  }

  /// The label as it stands at the curve, line by line: with the name that the count has in tables and files.
  var labelLines: [String] {
    count == .settled ? [label, "(settled)"] : [label]
  }

  var color: Color {
    switch count {
    case .settled: PlotColor.orange
    case .within: PlotColor.blue
    }
  }
}
