import Experiments
import MemoryMeasures
import RecurrentNetworks

/// What a divergence sweep needs to know, complete: options first, then the experiment file, then article.
struct DivergenceSetup {
  let plan: DivergencePlan
  let shard: Shard
  let output: String
  let jobs: Int
  let force: Bool
  let failsFast: Bool
  let quiet: Bool
  let path: SIMDPath

  /// - Throws: `SIMDPathError`; `ExperimentFileError`; `GridError`, `DivergenceSettingsError` or `PlanError`, in an
  ///   `ExperimentValueError` if there is an experiment file.
  init(_ command: DivergenceCommand) throws {
    path = try KernelChoice.path()
    let file: ExperimentFile
    if let path = command.running.experiment {
      file = try ExperimentFile(path: path)
      do {
        plan = try Self.plan(command, file)
      } catch let error as any WordedError {
        throw ExperimentValueError(file: path, error: error)
      }
    } else {
      file = ExperimentFile()
      plan = try Self.plan(command, file)
    }
    shard = command.running.shard ?? file.shard ?? .whole
    output = command.output.output ?? file.output ?? OptionDefault.output
    jobs = command.running.jobs ?? file.jobs ?? OptionDefault.jobs
    force = command.output.force || file.force == true
    failsFast = command.running.failFast || file.failFast == true
    quiet = command.output.quiet || file.quiet == true
  }

  private static func plan(_ command: DivergenceCommand, _ file: ExperimentFile) throws -> DivergencePlan {
    try DivergencePlan(
      grid: grid(command.grid, file), settings: settings(command.proto, file),
      seed: command.networks.seed ?? file.seed ?? OptionDefault.seed,
      initialization: initialization(command.networks, file),
      precision: command.networks.precision ?? file.precision ?? OptionDefault.precision)
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

  private static func settings(
    _ options: ProtocolOptions, _ file: ExperimentFile
  ) throws -> DivergenceSettings {
    let article = DivergenceSettings.article
    return try DivergenceSettings(
      totalSteps: options.totalSteps ?? file.totalSteps ?? article.totalSteps,
      uniqueSteps: options.uniqueSteps ?? file.uniqueSteps ?? article.uniqueSteps,
      thresholds: options.thresholds ?? file.thresholds ?? article.thresholds,
      recordsCurve: options.curves ?? file.curves ?? article.recordsCurve)
  }

  private static func initialization(_ options: NetworkOptions, _ file: ExperimentFile) -> Initialization {
    var initialization = Initialization(
      options.initializer ?? file.initializer ?? OptionDefault.initializer)
    if let gain = options.gain ?? file.gain { initialization.gain = gain }
    if let bias = options.forgetBias ?? file.forgetBias { initialization.forgetBias = bias }
    return initialization
  }
}
