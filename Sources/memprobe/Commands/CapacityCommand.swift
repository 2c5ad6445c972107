import ArgumentParser
import Experiments
import Figures

/// Measures memory capacities, or what is left of them, and prints their table.
struct CapacityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capacity",
    abstract: "Measure Jaeger's memory capacity: how much of its inputs a network lets be recovered.",
    discussion: """
      A network reads a series of independent random inputs. For every delay a linear readout of its last layer's \
      units is fitted to the input that many steps ago, and judged on another series: the squared correlation, \
      corrected for what readouts of shuffled series score. The sum over the delays is the memory capacity, at most \
      the number of units.

      Without --network, networks of a grid are drawn: echo state networks (esn) and others. With it, trained or \
      constructed networks are measured.

      Finished runs are kept as they come: after an interruption the same command goes on where it stopped.
      """)

  @OptionGroup(title: "Grid") var grid: CapacityGridOptions
  @OptionGroup(title: "Trained networks") var files: NetworkFileOptions
  @OptionGroup(title: "Networks") var networks: NetworkOptions
  @OptionGroup(title: "Echo state networks (esn)") var reservoir: ReservoirOptions
  @OptionGroup(title: "Protocol") var proto: CapacityProtocolOptions
  @OptionGroup(title: "Running") var running: RunOptions
  @OptionGroup(title: "Output") var output: OutputOptions<CapacityOutput>

  func run() throws {
    let file = try running.experimentFile(for: .capacity)
    let loaded = try files.completed(by: file).load()
    let setup = try CapacitySetup(self, file, loaded: loaded)
    let probe = try CapacityProbe(setup.plan, networks: loaded.map(\.network), path: setup.sweep.path)
    let results = try setup.sweep.run(setup.plan, into: CapacityResultsFile.self, prober: probe)
    try Console.output(CapacitySummary(results).text)
    try Console.output("\nResults file: \(setup.sweep.output)\n")
  }
}
