import ArgumentParser
import RecurrentNetworks

/// Runs a trained network over recorded inputs and writes what it puts out.
struct ForwardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forward",
    abstract: "Run a trained network over recorded inputs and write its outputs at every step.",
    usage: "memprobe forward --network <file> --inputs <file> --output <file> [<options>]",
    discussion: """
      The outputs are the last recurrent layer's hidden states, steps x units, from zero state. With --state, \
      for which the output has to be .h5, that file also holds the hidden states of every layer and the cell \
      states of LSTM layers: layer0_h, layer0_c and so on, the first layer being 0.
      """)

  @OptionGroup(title: "Network") var networks: ForwardNetworkOptions

  @Option(
    help: ArgumentHelp(
      """
      Inputs, steps x input size: .npy, text with columns (CSV), or a dataset of an HDF5 file as \
      FILE.h5:/PATH.
      """, valueName: "file"))
  var inputs: String

  @Option(
    help: ArgumentHelp(
      "Arithmetic: \(OptionDefault.list(Precision.allCases)). (default: \(OptionDefault.precision.rawValue))",
      valueName: "name"),
    transform: OptionValue.precision)
  var precision: Precision?

  @Flag(help: "Also write the states of every layer.")
  var state = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("File to write: .npy, or .h5 with named axes.", valueName: "file"))
  var output: String

  @Flag(help: "Overwrite the output file.")
  var force = false

  func run() throws {
    let run = try ForwardRun(self)
    switch precision ?? OptionDefault.precision {
    case .float32: try run.write(in: Float.self)
    case .float64: try run.write(in: Double.self)
    }
  }
}
