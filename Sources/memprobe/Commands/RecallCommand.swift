import ArgumentParser
import Experiments
import Figures

/// Measures how exactly networks return their first input, and prints the errors.
struct RecallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recall",
    abstract: "Measure how exactly a network returns its first input after n steps.",
    discussion: """
      Sequences of standard normal inputs, the first one times each of several magnitudes, are fed to a \
      network, and a linear readout of its output is compared with the first input after 1, 2, 5, 10, 20, ... \
      steps. A latch brings its exact readout; for other networks the best linear readout of each step is \
      fitted to other sequences. Without --network, networks are constructed: see 'memprobe construct'.
      """)

  @OptionGroup(title: "Networks") var networks: RecallNetworkOptions
  @OptionGroup(title: "Networks from files") var files: NetworkFileOptions
  @OptionGroup(title: "Protocol") var proto: RecallProtocolOptions
  @OptionGroup(title: "Output") var output: RecallOutputOptions

  func run() throws {
    let path = try KernelChoice.path()
    let precision = networks.precision ?? OptionDefault.precision
    let jobs = try proto.checkedJobs()
    let loaded = try files.load()
    let subjects = try networks.constructed(precision, besides: loaded) + networks.subjects(loaded)
    let settings = try proto.settings(hasFiles: !loaded.isEmpty)
    try RecallResultsFile.check(output.output, overwrites: output.force)
    let display = RecallProgress(quiet: output.quiet)
    let results: RecallResults
    do {
      results = try RecallResults(
        measuring: subjects, settings: settings, seed: proto.seed, precision: precision, path: path,
        jobs: jobs,
        progress: { display.show($0, of: $1) })
    } catch {
      display.stop()
      throw error
    }
    display.finish()
    try RecallResultsFile.write(
      results, to: output.output, overwrites: output.force, provenance: Program.provenance)
    try Console.output(RecallSummary(results).text)
    try Console.output("\nResults file: \(output.output)\n")
  }
}
