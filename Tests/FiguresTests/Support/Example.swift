import Experiments
import Figures
import MemoryMeasures
import RecurrentNetworks

/// Small plans and made-up records.
enum Example {
  /// Two repeats, a horizon of 9,000 steps.
  static func plan(
    cells: [CellType], layers: [Int] = [1], hiddenSizes: [Int] = [1, 2], inputSizes: [Int] = [1, 4],
    thresholds: [Double]
  ) throws -> Plan<Divergence> {
    try Plan(
      subjects: .drawn(
        NetworkGrid(cells: cells, layers: layers, hiddenSizes: hiddenSizes, inputSizes: inputSizes)),
      repeats: 2, settings: settings(thresholds))
  }

  /// A horizon of 9,000 steps.
  static func settings(_ thresholds: [Double]) throws -> DivergenceSettings {
    try DivergenceSettings(totalSteps: 10_000, uniqueSteps: 1_000, thresholds: thresholds)
  }

  static func measurement(
    settled: CensoredSteps, thresholds: [CensoredSteps], outcome: DivergenceOutcome,
    floor: DifferenceFloor = .none
  ) -> DivergenceMeasurement {
    DivergenceMeasurement(
      firstEqual: settled, settled: settled, merged: settled, thresholds: thresholds, outcome: outcome,
      finalDifference: 0, floor: floor)
  }

  /// A network of these layers, all of whose weights are equal.
  static func network(
    _ name: String, _ layers: (cell: CellType, inputs: Int, hidden: Int)..., weight: Double = 0.5,
    group: String? = nil, checkpoint: Int? = nil
  ) -> GivenNetwork {
    GivenNetwork(
      name: name, path: "nets/\(name)", group: group, checkpoint: checkpoint,
      network: RecurrentNetwork(
        layers: layers.map { cell, inputs, hidden in
          let columns = cell.gateCount * hidden
          return RecurrentLayer(
            cell: cell, inputSize: inputs, hiddenSize: hidden,
            inputKernel: Array(repeating: weight, count: inputs * columns),
            recurrentKernel: Array(repeating: 0.5, count: hidden * columns),
            bias: Array(repeating: 0, count: columns))
        }))
  }
}

extension Plan {
  /// - Parameter record: nil for a run that is missing.
  func results(_ record: (Run) throws -> Record<M.Value>?) rethrows -> Results<M> {
    var records: [Run: Record<M.Value>] = [:]
    for run in runs { records[run] = try record(run) }
    return Results(plan: self, records: records)
  }
}

extension Run {
  /// Of a drawn network.
  var shape: NetworkShape {
    guard case .drawn(let shape) = subject else { preconditionFailure("not a drawn network") }
    return shape
  }

  var hiddenSize: Int { shape.hiddenSize }
  var inputSize: Int { shape.inputSize }

  var isOfTwin: Bool { if case .twin = subject { true } else { false } }

  /// The number of a twin.
  var twin: Int { if case .twin(_, _, let number) = subject { number ?? 0 } else { 0 } }
}
