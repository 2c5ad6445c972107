import ArgumentParser
import Experiments
import Figures

/// Runs the divergence sweep, or what is left of it, and prints its tables.
struct DivergenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "divergence",
    abstract: "Measure after how many shared steps two input sequences lead to the same outputs.",
    discussion: """
      Two sequences of standard normal inputs differ in their first steps and agree after. For every network \
      of a grid this counts the shared steps until the outputs are bit-identical for good, and until they \
      stay within each of several thresholds.

      With --network, trained networks are measured in place of the grid, each with several pairs of \
      sequences; 'memprobe compare' sets them against random ones.

      Finished runs are kept as they come: after an interruption the same command goes on where it stopped.
      """)

  @OptionGroup(title: "Grid") var grid: GridOptions
  @OptionGroup(title: "Trained networks") var files: NetworkFileOptions
  @OptionGroup(title: "Trained networks") var pairs: PairOptions
  @OptionGroup(title: "Trained networks") var inputs: InputOptions
  @OptionGroup(title: "Networks") var networks: NetworkOptions
  @OptionGroup(title: "Echo state networks (esn)") var reservoir: ReservoirOptions
  @OptionGroup(title: "Protocol") var proto: ProtocolOptions
  @OptionGroup(title: "Running") var running: RunOptions
  @OptionGroup(title: "Output") var output: OutputOptions<DivergenceOutput>

  func run() throws {
    let file = try running.experimentFile(for: .divergence)
    let loaded = try files.completed(by: file).load()
    guard !loaded.isEmpty else { return try runGrid(file) }
    try NetworksSetup(self, file, loaded: loaded).run()
  }

  private func runGrid(_ file: ExperimentFile) throws {
    let setup = try DivergenceSetup(self, file)
    let results = try setup.sweep.run(
      setup.plan, into: DivergenceResultsFile.self,
      prober: DivergenceProbe(setup.plan, path: setup.sweep.path))
    try Console.output(DivergenceSummary(results).text)
    try Console.output("\nResults file: \(setup.sweep.output)\n")
  }
}
