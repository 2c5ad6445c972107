import Experiments
import RecurrentNetworks

/// What a divergence sweep over a grid needs to know, complete: options first, then the experiment file, then
/// article.
struct DivergenceSetup {
  let plan: DivergencePlan
  let sweep: SweepSetup

  /// - Throws: `SIMDPathError`; `GridError`, `DivergenceSettingsError` or `PlanError`, in an
  ///   `ExperimentValueError` if there is an experiment file; `OptionConflict`.
  init(_ command: DivergenceCommand, _ file: ExperimentFile) throws {
    try OptionConflict.check(
      ("--pairs", command.pairs.pairs ?? file.pairs), ("--inputs", command.inputs.inputs ?? file.inputs),
      ("--against", file.against), ("--twins", file.twins)
    ) { .withoutNetworks(option: $0) }
    plan = try command.running.naming { try Self.plan(command, file) }
    sweep = try SweepSetup(
      command.running, command.output, file, defaultOutput: OptionDefault.output)
  }

  private static func plan(_ command: DivergenceCommand, _ file: ExperimentFile) throws -> DivergencePlan {
    let grid = try grid(command.grid, file)
    var initialization = command.networks.weights.initialization(file)
    initialization.reservoir = try command.reservoir.reservoir(file, cells: grid.cells)
    return try DivergencePlan(
      grid: grid, settings: command.proto.settings(file),
      seed: command.networks.arithmetic.seed ?? file.seed ?? OptionDefault.seed,
      initialization: initialization,
      precision: command.networks.arithmetic.precision ?? file.precision ?? OptionDefault.precision)
  }

  private static func grid(_ options: GridOptions, _ file: ExperimentFile) throws -> Grid {
    let article = Grid.article
    return try Grid(
      cells: options.cells ?? file.cells ?? article.cells,
      layers: options.layers ?? file.layers ?? article.layers,
      hiddenSizes: options.hiddenSizes ?? file.hiddenSizes ?? article.hiddenSizes,
      inputSizes: options.inputSizes ?? file.inputSizes ?? article.inputSizes,
      repeats: options.repeats ?? file.repeats ?? article.repeats)
  }
}
