import Experiments
import NetworkFiles

/// What a sweep of memory capacities needs to know, complete: options first, then the experiment file, then defaults.
struct CapacitySetup {
  let plan: CapacityPlan
  let sweep: SweepSetup

  /// - Parameter loaded: the given networks; none for a grid.
  /// - Throws: `OptionConflict`, `SIMDPathError`; what is out of range, in an `ExperimentValueError` if there is an
  ///   experiment file.
  init(_ command: CapacityCommand, _ file: ExperimentFile, loaded: [LoadedNetwork]) throws {
    if !loaded.isEmpty { try Self.refuseDrawing(command, file) }
    let precision = command.networks.arithmetic.precision ?? file.precision ?? OptionDefault.precision
    plan = try command.running.naming {
      let subjects = try loaded.isEmpty ? Self.grid(command, file) : .networks(loaded.map(GivenNetwork.init))
      return try CapacityPlan(
        subjects: subjects, repeats: command.proto.repeats ?? file.repeats ?? CapacityPlan.defaultRepeats,
        settings: command.proto.settings(file, units: subjects.mostUnits),
        seed: command.networks.arithmetic.seed ?? file.seed ?? OptionDefault.seed, precision: precision)
    }
    sweep = try SweepSetup(
      command.running, command.output, file, defaultOutput: OptionDefault.capacityOutput)
    LoadedNetwork.reportNotes(loaded, precision: precision)
  }

  private static func grid(_ command: CapacityCommand, _ file: ExperimentFile) throws -> CapacitySubjects {
    let grid = try command.grid.grid(file)
    var initialization = command.networks.weights.initialization(file)
    initialization.reservoir = try command.reservoir.reservoir(file, cells: grid.cells)
    return .grid(grid, initialization)
  }

  /// - Throws: `OptionConflict.withNetworks` for what says how networks are drawn.
  private static func refuseDrawing(_ command: CapacityCommand, _ file: ExperimentFile) throws {
    try OptionConflict.check(
      ("--cells", command.grid.cells), ("--hidden-sizes", command.grid.hiddenSizes),
      ("--layers", command.grid.layers), ("--initializer", command.networks.weights.initializer),
      ("--gain", command.networks.weights.gain), ("--forget-bias", command.networks.weights.forgetBias)
    ) { .withNetworks(option: $0) }
    try command.reservoir.refuseWithNetworks()
    try OptionConflict.check(
      ("cells", file.cells), ("hidden-sizes", file.hiddenSizes), ("layers", file.layers),
      ("initializer", file.initializer), ("gain", file.gain), ("forget-bias", file.forgetBias)
    ) { .withNetworks(option: "\(command.running.experiment ?? ""): key \($0)") }
    try ReservoirOptions.refuseWithNetworks(file, named: command.running.experiment ?? "")
  }
}

extension CapacitySubjects {
  /// Units of the largest network's last layer.
  fileprivate var mostUnits: Int {
    switch self {
    case .grid(let grid, _): grid.hiddenSizes.max() ?? 1
    case .networks(let networks): networks.compactMap { $0.layers.last?.hiddenSize }.max() ?? 1
    }
  }
}
