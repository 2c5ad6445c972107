import ArgumentParser
import Experiments
import MemoryMeasures
import Text

/// Writes the script that runs a sweep as a job array, or hands it to Slurm.
struct SbatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sbatch",
    abstract: "Write the script that runs a sweep as a Slurm job array, or submit it.",
    usage: "memprobe sbatch <command> ... --tasks <n> [--time <time>] [--submit] [-- <option> ...]",
    discussion: """
      Takes the command of a sweep, checks it as --dry-run does, and prints a script of plain bash, to be read and \
      changed. 'bash SCRIPT' submits an array of tasks, each of which runs a part of the sweep, and a job that joins the \
      parts once all are done; 'bash SCRIPT --array=2,5' two of the tasks again. A task stops shortly before its time is \
      up, and goes back to the queue if runs are left.
      """)

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp(
      """
      The sweep and its options; --output is the file of all parts together, --jobs the processors of a task, otherwise \
      1. What stands behind -- are options of sbatch, for both jobs: -- --partition=short
      """, valueName: "command"))
  var command: [String]

  @Option(help: ArgumentHelp("Tasks to divide the sweep among.", valueName: "n"), transform: OptionText.whole)
  var tasks: Int

  @Option(
    help: ArgumentHelp(
      """
      Time that Slurm gives a task, such as 90m or 1h30m. (default: twice what a task is estimated to take, at most a day)
      """, valueName: "time"), transform: JobTime.init)
  var time: JobTime?

  @Flag(help: "Submit both jobs.")
  var submit = false

  func run() throws {
    let words = Array(command.prefix { $0 != "--" })
    guard let sweep = try Memprobe.parseAsRoot(words) as? any DivisibleCommand else {
      throw SubmissionError.indivisible(words.first ?? "")
    }
    let script = try sweep.script(
      tasks: tasks, time: time, options: Array(command.dropFirst(words.count + 1)))
    guard submit else { return try Console.output(script.text) }
    try script.submit()
  }
}

/// The command of a sweep, whose parts can be run apart.
protocol DivisibleCommand {
  /// - Parameters:
  ///   - time: that a task is given; nil to go by an estimate.
  ///   - options: of sbatch.
  func script(tasks: Int, time: JobTime?, options: [String]) throws -> SlurmScript
}

extension SweepCommand: DivisibleCommand {
  /// - Throws: `SettingError` and `SettingConflict`; what `SweepSetup` and its forecast throw.
  func script(tasks: Int, time: JobTime?, options sbatchOptions: [String]) throws -> SlurmScript {
    guard (1...Shard.mostParts).contains(tasks) else {
      throw SettingError(
        key: "tasks", found: .whole(tasks), allowed: "numbers from 1 to \(NumberText.whole(Shard.mostParts))")
    }
    let given = options.given
    let byItself = ["shard", "stop-after", "check-precision"].first { given[$0] != nil }
    if let key = preparation.dryRun ? "dry-run" : byItself {
      throw SettingConflict(key: key, purpose: "sweeps that are not handed to Slurm")
    }
    let whole = try SweepSetup<Kind>(given, experiment: preparation.experiment, isDry: true)
    let output = DerivedFile.path(besides: whole.output, suffix: "-{shard}-of-{shards}")
    let one: [String: SettingValue] = ["jobs": .whole(1)]
    let part = try SweepSetup<Kind>(
      one.merging(given) { $1 }.merging(["output": .text(output), "shard": .text("1/\(tasks)")]) { $1 },
      experiment: preparation.experiment, isDry: true)
    let forecast = try part.sweep.forecast()
    let time = time ?? JobTime(estimate: forecast.time)
    var words = preparation.experiment.map { [["--experiment", $0]] } ?? []
    for option in Kind.sections.flatMap(\.options) where option.key != "output" {
      words += given[option.key].map(option.words) ?? []
    }
    words += [["--shard", "auto/\(tasks)"], ["--stop-after", time.stop], ["--output", output]]
    return SlurmScript(
      command: Kind.commandName, words: words, output: whole.output, overwrites: whole.running.force,
      tasks: tasks, processors: part.running.jobs, bytes: forecast.bytes, estimate: forecast.time, time: time,
      options: sbatchOptions)
  }
}
