import Experiments
import Foundation
import MemoryMeasures
import RecurrentNetworks

/// The command line that makes results again, made of their plan: whatever was typed, on how many machines, with which
/// experiment file. Every option that decides the results is there, so that later defaults change nothing.
struct ReproducingCommand {
  /// As a shell reads it, an option to a line.
  let text: String

  /// Nil for what no option asks for: weights of one's own recipe, no threshold at all.
  init?(_ document: ResultsDocument) {
    let output = (document.path as NSString).lastPathComponent
    switch document.results {
    case .divergence(let results): self.init(results.plan, output: output)
    case .comparison(let results): self.init(results.plan, output: output)
    case .memorization(let results): self.init(results.plan, output: output)
    case .capacity(let results): self.init(results.plan, output: output)
    case .recall:
      // Measured in one piece and without an experiment file: what was typed is all there is.
      guard let provenance = document.provenance else { return nil }
      self.init(text: provenance.commandLine)
    }
  }

  init?(_ plan: DivergencePlan, output: String) {
    guard let preset = plan.initialization.preset, !plan.settings.thresholds.isEmpty else { return nil }
    let grid = plan.grid
    var words = [
      Program.name, "divergence", "--cells", Self.list(grid.cells.map(\.rawValue)),
      "--hidden-sizes", Self.list(grid.hiddenSizes), "--input-sizes", Self.list(grid.inputSizes),
      "--layers", Self.list(grid.layers), "--repeats", "\(grid.repeats)", "--initializer", preset.rawValue,
    ]
    words += Self.words(plan.initialization, preset)
    if grid.cells.contains(.esn) { words += Self.words(plan.initialization.reservoir) }
    self.init(words + Self.words(plan.settings, seed: plan.seed, precision: plan.precision, output: output))
  }

  init?(_ plan: ComparisonPlan, output: String) {
    guard !plan.settings.thresholds.isEmpty else { return nil }
    let paths = plan.networks.map(\.path)
    var words: [String]
    if plan.twinKinds.isEmpty {
      words = [Program.name, "divergence"] + paths.flatMap { ["--network", $0] }
    } else {
      words =
        [Program.name, "compare"] + paths + [
          "--against", Self.list(plan.twinKinds.map(\.rawValue)), "--twins", "\(plan.twins)",
        ]
    }
    words += Self.selection(plan.networks)
    words += ["--pairs", "\(plan.pairs)"]
    if plan.inputs != .normal { words += ["--inputs", plan.inputs.name] }
    self.init(words + Self.words(plan.settings, seed: plan.seed, precision: plan.precision, output: output))
  }

  init?(_ plan: MemorizationPlan, output: String) {
    guard let preset = plan.initialization.preset else { return nil }
    let (grid, settings) = (plan.grid, plan.settings)
    var words = [
      Program.name, "memorize", "--cells", Self.list(grid.cells.map(\.rawValue)),
      "--layers", Self.list(grid.layers), "--hidden-sizes", Self.list(grid.hiddenSizes),
      "--positions", Self.list(grid.positions), "--repeats", "\(grid.repeats)",
      "--initializer", preset.rawValue,
    ]
    words += Self.words(plan.initialization, preset)
    words += [
      "--length", "\(settings.lengths.lowerBound)-\(settings.lengths.upperBound)",
      "--length-per", settings.lengthDraw.rawValue, "--epochs", "\(settings.epochs)",
      "--updates-per-epoch", "\(settings.updatesPerEpoch)", "--batch-size", "\(settings.batchSize)",
      "--learning-rate", "\(settings.learningRate)",
      "--evaluation-sequences", "\(settings.evaluationSequences)", "--learned-below", "\(plan.learnedBelow)",
    ]
    if let steps = settings.truncation { words += ["--truncate", "\(steps)"] }
    if !settings.curveEpochs.isEmpty { words.append("--curves") }
    self.init(words + ["--seed", "\(plan.seed)", "--output", output])
  }

  init?(_ plan: CapacityPlan, output: String) {
    let settings = plan.settings
    var words = [Program.name, "capacity"]
    switch plan.subjects {
    case .grid(let grid, let initialization):
      guard let preset = initialization.preset else { return nil }
      words += [
        "--cells", Self.list(grid.cells.map(\.rawValue)), "--layers", Self.list(grid.layers),
        "--hidden-sizes", Self.list(grid.hiddenSizes), "--initializer", preset.rawValue,
      ]
      words += Self.words(initialization, preset)
      if grid.cells.contains(.esn) { words += Self.words(initialization.reservoir) }
    case .networks(let networks):
      words += networks.flatMap { ["--network", $0.path] }
      words += Self.selection(networks)
    }
    words += [
      "--repeats", "\(plan.repeats)", "--input-distribution", settings.inputs.rawValue,
      "--input-scale", "\(settings.inputScale)", "--washout", "\(settings.washoutSteps)",
      "--training-steps", "\(settings.trainingSteps)", "--test-steps", "\(settings.testSteps)",
      "--maximum-delay", "\(settings.maximumDelay)", "--ridge", "\(settings.ridge)",
      "--surrogates", "\(settings.surrogates)",
    ]
    if settings.readsInput { words.append("--readout-input") }
    self.init(
      words + ["--seed", "\(plan.seed)", "--precision", plan.precision.rawValue, "--output", output])
  }

  private static func selection(_ networks: [GivenNetwork]) -> [String] {
    guard let selection = networks.first?.selection, !selection.isEmpty else { return [] }
    return [selection.contains("..") ? "--layers-from" : "--layer", selection]
  }

  private init(text: String) {
    self.text = text
  }

  private init(_ words: [String]) {
    text = words.map(ShellWord.quoted).joined(separator: " ").replacing(" --", with: " \\\n  --")
  }

  private static func words(_ initialization: Initialization, _ preset: Initialization.Preset) -> [String] {
    let standard = Initialization(preset)
    return (initialization.gain == standard.gain ? [] : ["--gain", "\(initialization.gain)"])
      + (initialization.forgetBias == standard.forgetBias
        ? [] : ["--forget-bias", "\(initialization.forgetBias)"])
  }

  private static func words(_ reservoir: Reservoir) -> [String] {
    [
      "--spectral-radius", "\(reservoir.spectralRadius)", "--density", "\(reservoir.density)",
      "--leak-rate", "\(reservoir.leakRate)", "--input-scaling", "\(reservoir.inputScaling)",
      "--bias-scaling", "\(reservoir.biasScaling)", "--activation", reservoir.activation.rawValue,
    ]
  }

  private static func words(
    _ settings: DivergenceSettings, seed: UInt64, precision: Precision, output: String
  ) -> [String] {
    var words = ["--total-steps", "\(settings.totalSteps)", "--unique-steps", "\(settings.uniqueSteps)"]
    words += ["--thresholds", list(settings.thresholds)]
    if settings.recordsCurve { words.append("--curves") }
    return words + ["--seed", "\(seed)", "--precision", precision.rawValue, "--output", output]
  }

  private static func list<Value>(_ values: [Value]) -> String {
    values.map { "\($0)" }.joined(separator: ",")
  }
}
