import Experiments
import Figures
import MemoryMeasures
import NetworkFiles
import RecurrentNetworks

/// What a divergence sweep over trained networks needs to know, complete: options first, then the experiment
/// file, then defaults.
struct NetworksSetup {
  private let plan: ComparisonPlan
  private let networks: [RecurrentNetwork<Double>]
  private let recorded: RecordedInputs?
  private let sweep: SweepSetup

  /// Trained networks alone.
  ///
  /// - Throws: `OptionConflict`, `SIMDPathError`; `GivenNetworksError`, `ComparisonPlanError` or
  ///   `DivergenceSettingsError`, in an `ExperimentValueError` if there is an experiment file; what reading inputs
  ///   throws.
  init(_ command: DivergenceCommand, _ file: ExperimentFile, loaded: [LoadedNetwork]) throws {
    try OptionConflict.check(
      ("--cells", command.grid.cells), ("--hidden-sizes", command.grid.hiddenSizes),
      ("--input-sizes", command.grid.inputSizes), ("--layers", command.grid.layers),
      ("--repeats", command.grid.repeats), ("--initializer", command.networks.weights.initializer),
      ("--gain", command.networks.weights.gain), ("--forget-bias", command.networks.weights.forgetBias),
      ("--against", file.against), ("--twins", file.twins)
    ) { .withNetworks(option: $0) }
    try command.reservoir.refuseWithNetworks()
    try self.init(
      loaded: loaded, file: file, pairs: command.pairs, twins: nil, inputs: command.inputs,
      arithmetic: command.networks.arithmetic, proto: command.proto, running: command.running,
      sweep: SweepSetup(
        command.running, command.output, file, defaultOutput: OptionDefault.networksOutput))
  }

  /// Trained networks against random twins.
  ///
  /// - Throws: as above, `ExperimentFileError`, and what reading the networks throws.
  init(_ command: CompareCommand) throws {
    let file = try command.running.experimentFile(for: .divergence)
    let paths = command.files.isEmpty ? file.network ?? [] : command.files
    guard !paths.isEmpty else { throw GivenNetworksError.noNetworks }
    let loaded = try LoadedNetwork.load(
      paths: paths, selection: command.layers.completed(by: file).selection())
    try self.init(
      loaded: loaded, file: file, pairs: command.pairs, twins: command.twins, inputs: command.inputs,
      arithmetic: command.arithmetic, proto: command.proto, running: command.running,
      sweep: SweepSetup(
        command.running, command.output, file, defaultOutput: OptionDefault.comparisonOutput))
  }

  /// - Parameter twins: nil for networks alone.
  private init(
    loaded: [LoadedNetwork], file: ExperimentFile, pairs: PairOptions, twins: TwinOptions?,
    inputs: InputOptions, arithmetic: ArithmeticOptions, proto: ProtocolOptions, running: RunOptions,
    sweep: SweepSetup
  ) throws {
    try OptionConflict.check(
      ("cells", file.cells), ("hidden-sizes", file.hiddenSizes), ("input-sizes", file.inputSizes),
      ("layers", file.layers), ("repeats", file.repeats), ("initializer", file.initializer),
      ("gain", file.gain), ("forget-bias", file.forgetBias)
    ) { .withNetworks(option: "\(running.experiment ?? ""): key \($0)") }
    try ReservoirOptions.refuseWithNetworks(file, named: running.experiment ?? "")
    var inputs = inputs
    inputs.inputs = inputs.inputs ?? file.inputs
    let recorded = try inputs.load()
    let precision = arithmetic.precision ?? file.precision ?? OptionDefault.precision
    plan = try running.naming {
      try ComparisonPlan(
        networks: loaded.map(GivenNetwork.init),
        pairs: pairs.pairs ?? file.pairs ?? ComparisonPlan.defaultPairs,
        twinKinds: twins.map { $0.against ?? file.against ?? ComparisonPlan.defaultTwinKinds } ?? [],
        twins: twins?.twins ?? file.twins ?? ComparisonPlan.defaultTwins, settings: proto.settings(file),
        seed: arithmetic.seed ?? file.seed ?? OptionDefault.seed, precision: precision,
        inputs: recorded.map { InputSource($0, name: inputs.inputs ?? "") } ?? .normal)
    }
    networks = loaded.map(\.network)
    self.recorded = recorded
    self.sweep = sweep
    LoadedNetwork.reportNotes(loaded, precision: precision)
  }

  /// Measures what is not finished yet, and prints the tables.
  func run() throws {
    let probe = try NetworkProbe(plan, networks: networks, recorded: recorded, path: sweep.path)
    let results = try sweep.run(plan, into: ComparisonResultsFile.self, prober: probe)
    try Console.output(ComparisonSummary(results).text)
    try Console.output("\nResults file: \(sweep.output)\n")
  }
}
