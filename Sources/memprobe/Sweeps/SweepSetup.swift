import ArgumentParser
import Experiments
import Figures
import Files
import Foundation
import MemoryMeasures
import NetworkFiles
import RecurrentNetworks
import SequenceFiles
import Text

/// A sweep, complete: options first, then the experiment file, then defaults.
struct SweepSetup<Kind: SweepKind> {
  typealias M = Kind.M

  let plan: Plan<M>
  /// Path of the results file.
  let output: String
  private let sweep: Sweep<M>
  private let running: Running
  /// What the command line and an experiment file said.
  private let source: (options: [String: SettingValue], experiment: String?)
  private let saved: SavedRuns<M>
  /// By which the number of jobs was chosen; nil if it was given.
  private let allocation: Allocation?

  /// Reads the networks and inputs that are named, but writes nothing.
  ///
  /// - Parameters:
  ///   - options: what the command line says, by key.
  ///   - file: path of an experiment file.
  ///   - isDry: whether nothing is to be kept of runs that are tried.
  /// - Throws: `SettingError`, `SettingConflict` or `PlanError`, in an `ExperimentValueError` if there is an experiment
  ///   file; `ExperimentFileError`, `SIMDPathError`; what reading networks and inputs throws.
  init(_ options: [String: SettingValue], experiment file: String? = nil, isDry: Bool = false) throws {
    source = (options, file)
    let given = try GivenSettings(options: options, experiment: file, keys: Kind.keys)
    try given.placing { try Kind.check(given.values) }
    let values = Kind.defaults.merging(given.values) { $1 }
    var (experiment, running) = try given.placing {
      (try Experiment<M>(given: values), try Running(given: values))
    }
    let path = try KernelChoice.path()
    experiment.groups = try experiment.groups.map { try $0.listed() }
    experiment.checkpoints = try CheckpointFile.paths(experiment.checkpoints)
    var loaded = try LoadedNetwork.load(experiment)
    let checkpoints = try LoadedNetwork.sortCheckpoints(&loaded, of: &experiment)
    let recorded = try given.placing { try RecordedInputs.read(&experiment) }
    plan = try given.placing { try Self.plan(&experiment, given: values, loaded, checkpoints, recorded) }
    LoadedNetwork.reportNotes(loaded, precision: experiment.finestPrecision)
    let shard = try Shard(running.shard)
    output = Self.output(running.output, of: shard, else: Kind.output(of: experiment))
    let sources =
      experiment.files + [experiment.inputs.map { SequenceFile($0).path }, file].compactMap(\.self)
    for path in [output, JournalPath.of(output)] { try Destination.check(path, against: sources) }
    saved = SavedRuns(
      of: plan, networks: isDry ? nil : running.saveNetworks, inputs: isDry ? nil : running.saveInputs,
      overwrites: running.force)
    let prober = try Prober(
      plan, networks: loaded.map(\.network), recorded: recorded, path: path, keeper: saved)
    sweep = try Sweep(
      plan: plan, shard: shard, output: output, jobs: running.jobs, overwrites: running.force,
      failsFast: running.failFast, provenance: Program.provenance, prober: prober)
    self.running = running
    allocation = values["jobs"] == nil ? Allocation.current : nil
  }

  /// Every part has a file of its own, wherever nobody says otherwise.
  private static func output(_ given: String?, of shard: Shard, else standard: String) -> String {
    guard let given else {
      guard shard != .whole else { return standard }
      return DerivedFile.path(besides: standard, suffix: "-\(shard.index)-of-\(shard.count)")
    }
    return given.replacing("{shard}", with: "\(shard.index)").replacing("{shards}", with: "\(shard.count)")
  }

  private static func plan(
    _ experiment: inout Experiment<M>, given: [String: SettingValue], _ loaded: [LoadedNetwork],
    _ checkpoints: [CheckpointFile], _ recorded: RecordedInputs?
  ) throws -> Plan<M> {
    var networks: [GivenNetwork] = []
    var mostUnits = experiment.grid.hiddenSizes.max() ?? 1
    var largestState = experiment.grid.largestState
    var mostLayers = experiment.grid.layers.max() ?? 1
    if !experiment.draws {
      let constructed = try experiment.recipes.map {
        try GivenNetwork($0.recipe, name: $0.name, precision: experiment.finestPrecision)
      }
      // In the order of `Experiment.files`.
      let places: [(group: String?, checkpoint: CheckpointFile?)] =
        experiment.networks.map { _ in (nil, nil) } + checkpoints.map { (nil, $0) }
        + experiment.groups.flatMap { group in group.paths.map { _ in (group.name, nil) } }
      networks =
        constructed
        + zip(loaded, places).map { GivenNetwork($0, group: $1.group, checkpoint: $1.checkpoint) }
      mostUnits = networks.map(\.outline.outputSize).max() ?? 1
      largestState = networks.map(\.outline.stateSize).max() ?? 1
      mostLayers = networks.map(\.outline.layers.count).max() ?? 1
    }
    try experiment.settle(
      NetworksAtHand(
        mostUnits: mostUnits, largestState: largestState, mostLayers: mostLayers,
        areFromFiles: !loaded.isEmpty, precision: experiment.finestPrecision), given: given)
    let subjects: Subjects =
      experiment.draws
      ? .drawn(experiment.grid)
      : .given(
        networks, twinKinds: experiment.twinKinds, twins: experiment.twinKinds.isEmpty ? 0 : experiment.twins)
    return try Plan(
      subjects: subjects, repeats: experiment.runsOfEach, settings: experiment.settings,
      seed: experiment.seed,
      precisions: experiment.precisions, rounding: experiment.rounding,
      inputs: recorded.map {
        InputSource($0, name: experiment.inputs ?? "", reading: experiment.reading)
      } ?? .random)
  }

  /// Measures what is not finished yet, with its progress on standard error.
  ///
  /// - Throws: what went wrong with keeping networks; `Interruption` on SIGINT and SIGTERM; else as `Sweep.run` does.
  func run() throws -> Results<M> {
    try saved.prepare()
    Signals.watchForInterruption()
    if let inputs = plan.inputs.layout, inputs.isRepeated, let steps = M.recording?.steps(plan.settings),
      inputs.rows < steps
    {
      Console.report(
        """
        The \(NumberText.count(inputs.rows, "step")) of --inputs are laid end to end, as --repeat-inputs says: a run reads \
        \(NumberText.whole(steps)), and what it remembers at a seam is of no recording.
        """)
    }
    if !running.quiet, let forecast = try sweep.forecast(ifLongerThan: .seconds(120)) {
      Console.report(ForecastText(forecast: forecast, jobs: running.jobs, output: output).announcement)
    }
    if !running.quiet, let allocation, let limit = allocation.limit {
      Console.report(
        "\(NumberText.count(allocation.processors, "job")) at a time, as \(limit.words); --jobs says otherwise."
      )
    }
    let display = ProgressDisplay(quiet: running.quiet)
    defer { display.finish() }
    do {
      return try sweep.run(
        isCancelled: { [saved] in Signals.interruption != nil || saved.failure != nil },
        notice: { Console.report($0.sentence) }, progress: { display.show($0) })
    } catch {
      display.stop()
      guard error is CancellationError else { throw error }
      if let failure = saved.failure { throw failure }
      throw Interruption(signal: Signals.interruption ?? SIGINT, journal: JournalPath.of(output))
    }
  }

  /// The tables, and where the results are.
  func summary(_ results: Results<M>) -> String {
    "\(results.summary(colors: nil))\nResults file: \(output)\n"
  }

  /// The same sweep in float64, with all settings of the measure as they are here, and results of its own; nil unless that
  /// was asked for.
  ///
  /// - Throws: `SettingConflict` if this one is in float64 already; what `init` throws.
  func inFloat64() throws -> SweepSetup? {
    guard running.checkPrecision else { return nil }
    guard plan.precisions == [.float32] else {
      throw SettingConflict(key: "check-precision", purpose: "runs in float32")
    }
    var options = source.options
    for setting in M.Settings.settings where setting.isOption && setting.applies(to: plan.settings) {
      options[setting.key] = setting.value(of: plan.settings)
    }
    options["precision"] = .text(Precision.float64.rawValue)
    options["output"] = .text(DerivedFile.path(besides: output, suffix: "-float64"))
    options["check-precision"] = .flag(false)
    // Networks and inputs of the same names hold other numbers.
    for (key, directory) in [("save-networks", running.saveNetworks), ("save-inputs", running.saveInputs)] {
      options[key] = directory.map { .text("\($0)/float64") }
    }
    return try SweepSetup(options, experiment: source.experiment)
  }

  /// What a run would do, in words.
  ///
  /// - Throws: as `run` does before the first run.
  func forecast() throws -> String {
    ForecastText(forecast: try sweep.forecast(), jobs: running.jobs, output: output).text
  }
}

/// Text that chooses columns of inputs.
enum InputColumns {
  /// - Throws: `SettingError`.
  static func choice(_ text: String?) throws -> ColumnChoice? {
    guard let text else { return nil }
    guard let choice = ColumnChoice(text) else {
      throw SettingError(
        key: "columns", found: .text(text),
        allowed: "names or numbers of columns, with commas between, each once")
    }
    return choice
  }
}

extension RecordedInputs {
  /// What an experiment reads; nil for nothing. How many sequences there are is noted in the experiment.
  ///
  /// - Throws: `InputFileError`, `SequenceFileError`, `RecordedInputsError`; `SettingError` for columns that cannot be
  ///   told, and for several sequences that are to be repeated.
  fileprivate static func read<M>(_ experiment: inout Experiment<M>) throws -> RecordedInputs? {
    guard let path = experiment.inputs else { return nil }
    let table = try SequenceFile(path, columns: InputColumns.choice(experiment.reading.columns)).read()
    experiment.reading.sequences = experiment.reading.isContinuous ? 1 : table.sequences
    guard !experiment.reading.isRepeated || experiment.reading.sequences == 1 else {
      throw SettingError(
        key: "repeat-inputs", found: .flag(true),
        allowed:
          "false for \(NumberText.count(table.sequences, "sequence")), unless --continuous takes them for one"
      )
    }
    return try RecordedInputs(
      RecordedLayout(
        rows: table.rows, sequences: experiment.reading.sequences, isRepeated: experiment.reading.isRepeated),
      columns: table.columns, values: table.values, columnNames: table.names)
  }
}

extension LoadedNetwork {
  /// The networks from files that an experiment names, with their digests.
  ///
  /// - Throws: `LayerChoiceError`; what reading network files throws.
  fileprivate static func load<M>(_ experiment: Experiment<M>) throws -> [LoadedNetwork] {
    try load(
      paths: experiment.files,
      selection: NetworkSelection(layer: experiment.layer, layersFrom: experiment.layersFrom),
      assuming: NetworkAssumptions(gateActivation: experiment.gateActivation)
    ).map { loaded in
      var loaded = loaded
      loaded.network = loaded.network.withDigest
      return loaded
    }
  }

  /// Puts an experiment's checkpoints, which are all of its files, in the order in which they were trained.
  ///
  /// - Throws: `CheckpointError`.
  fileprivate static func sortCheckpoints<M>(
    _ loaded: inout [LoadedNetwork], of experiment: inout Experiment<M>
  ) throws -> [CheckpointFile] {
    guard !experiment.checkpoints.isEmpty else { return [] }
    let steps = try CheckpointFile.steps(of: loaded.map(\.path), progress: loaded.map(\.progress))
    let sorted = zip(loaded, steps).sorted { ($0.1.step, $0.1.path) < ($1.1.step, $1.1.path) }
    loaded = sorted.map(\.0)
    experiment.checkpoints = loaded.map(\.path)
    if let counter = sorted[0].1.counter {
      Console.report("Note: checkpoints are in the order of \(counter), which their files hold.")
    }
    return sorted.map(\.1)
  }

  /// What had to be assumed of the file, and whether its weights were widened, a sentence each.
  var notes: [String] {
    let isShort = [.float16, .bfloat16].contains(storage)
    return fileNotes.map(NetworkFileSummary.line)
      + (isShort ? ["weights stored as \(storage.rawValue), here widened, exactly"] : [])
  }

  /// Says what people should know of the files, and of weights that are rounded.
  static func reportNotes(_ loaded: [LoadedNetwork], precision: Precision) {
    for network in loaded {
      for note in network.notes { Console.report("Note: \(network.path): \(note)") }
    }
    for network in loaded where network.storage == .float64 && precision != .float64 {
      Console.report(
        """
        Note: \(network.path) holds float64 weights, here rounded to \(precision.rawValue); --precision float64 keeps them.
        """)
    }
  }
}

extension NetworkSelection {
  /// What --layer or --layers-from select.
  ///
  /// - Throws: `LayerChoiceError` if both are given.
  init(layer: String?, layersFrom: String?) throws(LayerChoiceError) {
    switch (layer, layersFrom.flatMap(LayerSpan.init)) {
    case (nil, nil): self = .whole
    case (let name?, nil): self = .layer(name: name)
    case (nil, let span?): self = .sequence(span.names)
    case (_?, _?): throw LayerChoiceError()
    }
  }

  /// As it stands behind the option; empty for all layers.
  fileprivate var text: String {
    switch self {
    case .whole: ""
    case .layer(let name): name
    case .sequence(let names): names.joined(separator: "..")
    }
  }
}

extension GivenNetwork {
  fileprivate init(_ loaded: LoadedNetwork, group: String?, checkpoint: CheckpointFile?) {
    self.init(
      name: loaded.name, path: loaded.path, selection: loaded.selection.text, group: group,
      checkpoint: checkpoint?.step,
      notes: loaded.notes, gateActivation: loaded.assumptions.gateActivation, network: loaded.network)
    counter = checkpoint?.counter
  }
}

extension NetworkGroup {
  /// The group with the network files of a folder in the place of the folder, in the order of their names.
  ///
  /// - Throws: `NetworkGroupError` for a folder without any.
  fileprivate func listed() throws -> NetworkGroup {
    var isFolder: ObjCBool = false
    guard paths.count == 1, let folder = paths.first,
      FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else { return self }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { name in !name.hasPrefix(".") && NetworkFormats.readEndings.contains { name.hasSuffix($0) } }
    guard !names.isEmpty else { throw NetworkGroupError(group: name, folder: folder) }
    return NetworkGroup(
      name: name, paths: names.sorted().map { folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)" })
  }
}

/// A folder that is to be a group, and holds no network file.
struct NetworkGroupError: WordedError {
  let group: String
  let folder: String

  var exitCode: ExitCode { .missingInput }
  var sentence: String {
    """
    --group \(group): the folder \(folder) holds no network file \
    (\(NetworkFormats.readEndings.joined(separator: ", "))).
    """
  }
}

/// Both --layer and --layers-from.
struct LayerChoiceError: WordedError {
  var exitCode: ExitCode { .wrongUsage }
  var sentence: String { "--layer and --layers-from cannot be given together: one layer or a run of layers." }
}

/// Which kernels to run on: the fastest that the processor has, unless the environment names others.
enum KernelChoice {
  static let variable = "MEMPROBE_SIMD"

  /// - Throws: `SIMDPathError` if the variable names kernels that there are not, or not here.
  static func path(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> SIMDPath {
    guard let name = environment[variable] else { return .best }
    return try SIMDPath(named: name)
  }
}
