import ArgumentParser
import Experiments
import Figures
import MemoryMeasures
import NetworkFiles

/// What a command that runs sweeps of a measure says of itself; its options follow from the measure.
protocol SweepKind: OptionSource {
  associatedtype M: Measure

  /// By which the command is called.
  static var commandName: String { get }
  static var abstract: String { get }
  static var discussion: String { get }
  /// Values that hold where nobody says anything, in place of the measure's own.
  static var defaults: [String: SettingValue] { get }
  /// The options, without those about running and output.
  static var settings: [OptionSection] { get }
  /// Where the results go if nobody says where.
  static func output(of experiment: Experiment<M>) -> String
  /// The same in words.
  static var outputWords: String { get }
  /// What --save-networks and --save-inputs write, and by which names.
  static var savedWords: SavedWords { get }
  /// Whether float32 and float64 can be held against each other: it counts steps to something.
  static var checksPrecision: Bool { get }
  /// What has to hold of what is given, by key.
  static func check(_ given: [String: SettingValue]) throws
}

/// What is said of files for other programs, behind what is true of all measures.
struct SavedWords {
  let networks: String
  let inputs: String
}

extension SweepKind {
  static var commandName: String { M.command }
  static var defaults: [String: SettingValue] { [:] }
  static var checksPrecision: Bool { M.compared(.standard).contains(where: \.isOfSteps) }

  /// How sweeps are carried out, as far as that is of use here.
  private static var running: [Setting<Running>] {
    Running.settings.filter { $0.key != "check-precision" || checksPrecision }
  }

  static var outputWords: String { output(of: .standard) }

  static func output(of experiment: Experiment<M>) -> String { "results/\(commandName).h5" }
  static func check(_ given: [String: SettingValue]) throws {}

  static var settings: [OptionSection] { allSettings }

  /// All options of the measure.
  static var allSettings: [OptionSection] {
    let standard = Experiment<M>.standard
    return Experiment<M>.groups.map { group in
      let options = group.settings.filter(\.isOption).map { setting in
        var option = DeclaredOption(
          setting, standard: standard,
          names: setting.key == "cells" ? M.offer.cells.map(\.rawValue) : nil,
          defaultWords: defaults[setting.key]?.short)
        if option.key == "network" {
          option.help = """
            Trained network to measure: \(NetworkFormats.readable). May be followed by several files. 'memprobe inspect \
            FILE' lists the layers of a file.
            """
        }
        return option
      }
      return OptionSection(title: group.title, options: options)
    }
  }

  static var sections: [OptionSection] {
    var options = running.map { setting in
      var option = DeclaredOption(
        setting, standard: Running.standard, defaultWords: setting.key == "output" ? outputWords : nil)
      switch setting.key {
      case "save-networks": option.help += " " + savedWords.networks
      case "save-inputs": option.help += " " + savedWords.inputs
      default: break
      }
      return option
    }
    if let output = options.firstIndex(where: { $0.key == "output" }) { options[output].short = "o" }
    let running = ["jobs", "shard", "missing-from", "stop-after", "fail-fast", "check-precision"]
    return settings + [
      OptionSection(title: "Running", options: options.filter { running.contains($0.key) }),
      OptionSection(title: "Output", options: options.filter { !running.contains($0.key) }),
    ]
  }

  /// Keys that experiment files may have: those of all commands of the measure.
  static var keys: [ExperimentFile.Key] {
    Experiment<M>.settings.filter(\.isOption).map(ExperimentFile.Key.init)
      + running.map(ExperimentFile.Key.init)
  }
}

extension ExperimentFile.Key {
  fileprivate init<Owner>(_ setting: Setting<Owner>) {
    self.init(setting.key, aliases: setting.aliases, setting.form)
  }
}

/// Measures what a sweep asks for, or what is left of it, and prints the tables.
struct SweepCommand<Kind: SweepKind>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Kind.commandName, abstract: Kind.abstract,
      discussion: """
        \(Kind.discussion)

        Finished runs are kept as they come: after an interruption the same command goes on where it stopped.
        """)
  }

  @OptionGroup var options: SettingOptions<Kind>
  @OptionGroup(title: "Running") var preparation: PreparationOptions

  func run() throws {
    let sweep = try SweepSetup<Kind>(
      options.given, experiment: preparation.experiment, isDry: preparation.dryRun)
    if let source = sweep.completeSource { return try Console.output(source) }
    guard !preparation.dryRun else { return try Console.output(try sweep.forecast()) }
    let check = try sweep.inFloat64()
    let results = try sweep.run()
    try Console.output(sweep.summary(results))
    guard let check else { return }
    try Console.output(
      "\n\(PrecisionTable(results, beside: try check.run()).text)\nResults file: \(check.output)\n")
  }
}

/// Where a sweep's settings come from, and whether it is only looked at.
struct PreparationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Experiment file (YAML) with the same keys as these options, without the dashes in front. Options given here win.
      """, valueName: "file.yaml"), completion: .file(extensions: ["yaml", "yml"]))
  var experiment: String?

  @Flag(
    help: """
      Say what would be run, and about how long that takes and how much memory, but run and write nothing.
      """)
  var dryRun = false
}
