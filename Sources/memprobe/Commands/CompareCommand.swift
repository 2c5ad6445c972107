import ArgumentParser
import Experiments
import NetworkFiles

/// Measures trained networks and random ones of the same shape, and prints how they compare.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Tell whether trained networks remember longer than random ones of the same shape.",
    discussion: """
      Runs the protocol of 'memprobe divergence' on every network and on its random twins, and tests whether \
      the network's counts tend to be larger or smaller than those of its twins, kind by kind. A trained \
      network is fed several pairs of sequences; every twin is fed a single pair of its own, so that all runs \
      of a kind are independent.

      Finished runs are kept as they come: after an interruption the same command goes on where it stopped.
      """)

  @Argument(
    help: ArgumentHelp(
      """
      Trained networks: \(NetworkFormats.readable). 'memprobe inspect \
      FILE' lists the layers of a file.
      """, valueName: "file"))
  var files: [String] = []

  @OptionGroup(title: "Trained networks") var layers: LayerOptions
  @OptionGroup(title: "Trained networks") var pairs: PairOptions
  @OptionGroup(title: "Trained networks") var inputs: InputOptions
  @OptionGroup(title: "Random twins") var twins: TwinOptions
  @OptionGroup(title: "Protocol") var arithmetic: ArithmeticOptions
  @OptionGroup(title: "Protocol") var proto: ProtocolOptions
  @OptionGroup(title: "Running") var running: RunOptions
  @OptionGroup(title: "Output") var output: OutputOptions<ComparisonOutput>

  func run() throws {
    try NetworksSetup(self).run()
  }
}
