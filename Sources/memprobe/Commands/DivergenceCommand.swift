import ArgumentParser
import Experiments
import Figures
import Foundation

/// Runs the divergence sweep, or what is left of it, and prints its tables.
struct DivergenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "divergence",
    abstract: "Measure after how many shared steps two input sequences lead to the same outputs.",
    discussion: """
      Two sequences of standard normal inputs differ in their first steps and agree after. For every network \
      of a grid this counts the shared steps until the outputs are bit-identical for good, and until they \
      stay within each of several thresholds.

      Finished runs are kept as they come: after an interruption the same command goes on where it stopped.
      """)

  @OptionGroup(title: "Grid") var grid: GridOptions
  @OptionGroup(title: "Networks") var networks: NetworkOptions
  @OptionGroup(title: "Protocol") var proto: ProtocolOptions
  @OptionGroup(title: "Running") var running: RunOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() throws {
    let setup = try DivergenceSetup(self)
    let sweep = try DivergenceSweep(
      plan: setup.plan, shard: setup.shard, output: setup.output, jobs: setup.jobs,
      overwrites: setup.force, failsFast: setup.failsFast, provenance: Program.provenance,
      prober: DivergenceProbe(setup.plan, path: setup.path))

    Signals.watchForInterruption()
    let display = ProgressDisplay(quiet: setup.quiet)
    let results: DivergenceResults
    do {
      results = try sweep.run(
        isCancelled: { Signals.interruption != nil }, progress: { display.show($0) })
    } catch is CancellationError {
      display.stop()
      throw Interruption(
        signal: Signals.interruption ?? SIGINT,
        journal: DivergenceResultsFile.journalPath(of: setup.output))
    } catch {
      display.stop()
      throw error
    }
    display.finish()

    try Console.output(DivergenceSummary(results).text)
    try Console.output("\nResults file: \(setup.output)\n")
  }
}
