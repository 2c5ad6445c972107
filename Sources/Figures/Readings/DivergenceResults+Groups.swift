import Experiments
import MemoryMeasures
import Text

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
    let groups = measuredGroups { run in
      "\(grid.heading(cell: run.cell, layers: run.layers)), hidden size \(run.hiddenSize)"
    }
    return DivergenceReadings(
      settings: plan.settings, groups: groups,
      subject: MeasuredGroup(name: "all runs", measurements: groups.flatMap(\.measurements)))
  }
}

extension ComparisonResults {
  /// By network and source; the numbers are those of the networks themselves.
  var readings: DivergenceReadings {
    let groups = measuredGroups { run in
      switch run.source {
      case .trained: run.network.printable
      case .twin(let kind): "\(kind.rawValue) twins of \(run.network.printable)"
      }
    }
    let given = records.keys.filter { $0.source == .trained }.compactMap { run -> DivergenceMeasurement? in
      guard case .measured(let measurement) = records[run] else { return nil }
      return measurement
    }
    let name =
      plan.networks.count == 1 ? "the runs of the network itself" : "the runs of the networks themselves"
    return DivergenceReadings(
      settings: plan.settings, groups: groups,
      subject: MeasuredGroup(name: plan.twinKinds.isEmpty ? "all runs" : name, measurements: given))
  }
}
