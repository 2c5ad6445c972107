import ArgumentParser
import Figures
import NetworkFiles
import RecurrentNetworks

/// Writes down a network whose memory is known by arithmetic, says what is known, and stores it.
struct ConstructCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "construct",
    abstract: "Write down a network whose memory is known by arithmetic.",
    usage: "memprobe construct <name> <options>",
    discussion: """
      latch returns its first input, bit for bit, after any number of steps. The others are exact controls: \
      memoryless knows nothing but the last input, forgetting forgets at a constant --rate, perfect adds up \
      its inputs and forgets none.

      Without --output the network is described and nothing is written.
      """)

  @Argument(
    help: ArgumentHelp(
      "What to construct: \(OptionDefault.list(Construction.allCases)).", valueName: "name"),
    transform: OptionValue.construction)
  var name: Construction

  @Option(
    help: ArgumentHelp(
      "Cell type: \(OptionDefault.list(CellType.trainable)). (default: lstm)", valueName: "cell"),
    transform: OptionValue.cell)
  var cell = CellType.lstm

  @OptionGroup var sizes: ConstructionOptions

  @Option(
    help: ArgumentHelp(
      """
      Arithmetic: \(OptionDefault.list(Precision.allCases)). (default: \(OptionDefault.precision.rawValue))
      """, valueName: "name"),
    transform: OptionValue.precision)
  var precision: Precision?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "File to write: \(NetworkFormats.writable()).", valueName: "file"))
  var output: String?

  @Flag(help: "Overwrite the output file.")
  var force = false

  @Flag(help: "Also show every gate: its weights, and its values at the first steps and later.")
  var explain = false

  func run() throws {
    switch precision ?? OptionDefault.precision {
    case .float32: try run(Float.self)
    case .float64: try run(Double.self)
    }
  }

  private func run<Scalar: NetworkScalar>(_ type: Scalar.Type) throws {
    let constructed = try sizes.construct(name, cell: cell, as: type)
    if let output { try constructed.network.write(to: output, overwrites: force) }
    let text = ConstructionText(constructed)
    try Console.output(text.summary)
    if explain { try Console.output("\n" + text.explanation(seed: 0)) }
    if let output { try Console.output("\nNetwork file: \(output)\n") }
  }
}
