import Experiments
import MemoryMeasures

extension SweepResults where Plan.Value == DivergenceMeasurement {
  /// Measured runs by a name, the groups in the order of the plan.
  func measuredGroups(_ name: (Plan.Run) -> String) -> [MeasuredGroup] {
    var places: [String: Int] = [:]
    var groups: [MeasuredGroup] = []
    for run in plan.coordinates {
      guard case .measured(let measurement) = records[run] else { continue }
      let name = name(run)
      if let place = places[name] {
        groups[place].measurements.append(measurement)
      } else {
        places[name] = groups.count
        groups.append(MeasuredGroup(name: name, measurements: [measurement]))
      }
    }
    return groups
  }
}

extension DivergenceResults {
  /// By cell type, depth and hidden size.
  var readings: DivergenceReadings {
    let grid = plan.grid
    return DivergenceReadings(
      settings: plan.settings,
      groups: measuredGroups { run in
        "\(grid.heading(cell: run.cell, layers: run.layers)), hidden size \(run.hiddenSize)"
      })
  }
}

extension ComparisonResults {
  /// By network and source.
  var readings: DivergenceReadings {
    DivergenceReadings(
      settings: plan.settings,
      groups: measuredGroups { run in
        switch run.source {
        case .trained: run.network.printable
        case .twin(let kind): "\(kind.rawValue) twins of \(run.network.printable)"
        }
      })
  }
}
