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
  /// Whether --missing-from names results to which nothing is missing.
  private let lacksNothing: Bool
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
    var shard = try Shard(running.shard)
    if let path = running.missingFrom { shard = try plan.shard(shard, missingFrom: path) }
    lacksNothing = shard.isOfNothing
    output = Self.output(running, of: shard, else: Kind.output(of: experiment))
    let sources =
      experiment.files
      + [experiment.inputs.map { SequenceFile($0).path }, file, running.missingFrom].compactMap(\.self)
    for path in [output, JournalPath.of(output)] { try Destination.check(path, against: sources) }
    saved = SavedRuns(
      of: plan, networks: isDry ? nil : running.saveNetworks, inputs: isDry ? nil : running.saveInputs,
      overwrites: running.force)
    let prober = try Prober(
      plan, networks: loaded.map(\.network), recorded: recorded, path: path, keeper: saved)
    var provenance = Program.provenance
    provenance.details["kernels"] = path.rawValue
    provenance.details["jobs"] = "\(running.jobs)"
    sweep = try Sweep(
      plan: plan, shard: shard, output: output, jobs: running.jobs, overwrites: running.force,
      failsFast: running.failFast, provenance: provenance, prober: prober)
    self.running = running
    allocation = values["jobs"] == nil ? Allocation.current : nil
  }

  /// Every part has a file of its own, wherever nobody says otherwise.
  private static func output(_ running: Running, of shard: Shard, else standard: String) -> String {
    guard let given = running.output else {
      guard shard != .whole else { return standard }
      let suffix = (running.missingFrom == nil ? "" : "-missing") + "-\(shard.index)-of-\(shard.count)"
      return DerivedFile.path(besides: standard, suffix: suffix)
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
  /// - Throws: what went wrong with keeping networks; `Interruption` on signals, and by
  ///   --stop-after; else as `Sweep.run` does.
  func run() throws -> Results<M> {
    try saved.prepare()
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
    let limit = running.stopAfter.flatMap { TimeLimit($0) }
    var latest: SweepProgress?
    do {
      return try sweep.run(
        isCancelled: { [saved] in Signals.interruption != nil || saved.failure != nil },
        until: limit?.deadline(from: Program.start), notice: { Console.report($0.sentence) },
        progress: {
          // Before, there is nothing to keep, and a signal ends the program at once.
          if latest == nil { Signals.watchForInterruption() }
          latest = $0
          display.show($0)
        })
    } catch {
      display.stop()
      guard error is CancellationError else { throw error }
      if let failure = saved.failure { throw failure }
      throw interruption(latest)
    }
  }

  private func interruption(_ latest: SweepProgress?) -> Interruption {
    let cause: Interruption.Cause =
      if Signals.interruption == nil, let limit = running.stopAfter {
        .time(limit, gains: latest.map { $0.finishedCost > $0.resumedCost } ?? false)
      } else {
        .signal(Signals.interruption ?? SIGINT)
      }
    let states = output + KeptRuns<M>.ending
    return Interruption(
      cause: cause, journal: JournalPath.of(output),
      states: FileManager.default.fileExists(atPath: states) ? states : nil)
  }

  /// That there is nothing to do, in words; nil where there is.
  var completeSource: String? {
    guard let path = running.missingFrom, lacksNothing else { return nil }
    return "\(path) has all \(NumberText.count(plan.runCount, "run")): nothing is missing.\n"
  }

  /// The tables, and where the results are.
  func summary(_ results: Results<M>) -> String {
    "\(results.summary(on: Console.terminal()))\nResults file: \(output)\n"
  }

  /// The same sweep in float64, with all settings of the measure as they are here, and results of its own; nil unless that
  /// was asked for.
  ///
  /// - Throws: `SettingConflict` if this one is in float64 already; what `init` throws.
  func inFloat64() throws -> SweepSetup? {
    guard running.checkPrecision else { return nil }
    guard plan.precisions == [.float32], running.missingFrom == nil else {
      throw SettingConflict(
        key: "check-precision",
        purpose: running.missingFrom == nil ? "runs in float32" : "sweeps without --missing-from")
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

/// Which kernels to run on: the fastest that the processor has, unless the environment names others.
enum KernelChoice {
  static let variable = "MEMPROBE_SIMD"

  /// - Throws: `SIMDPathError` if the variable names kernels that there are not, or not here.
  static func path(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> SIMDPath {
    guard let name = environment[variable] else { return .best }
    return try SIMDPath(named: name)
  }
}
