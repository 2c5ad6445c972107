import ArgumentParser
import Experiments
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
    help: ArgumentHelp("What to construct: \(OptionText.list(Construction.self)).", valueName: "name"),
    transform: OptionText.name)
  var name: Construction

  @Option(
    help: ArgumentHelp(
      "Cell type: \(OptionText.list(CellType.trainable)). (default: lstm)", valueName: "cell"),
    transform: OptionText.name)
  var cell = CellType.lstm

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Units; a latch has at least \(Latch.leastHiddenSize(.lstm)) (lstm), \(Latch.leastHiddenSize(.gru)) (gru) or \
      \(Latch.leastHiddenSize(.rnn)) (rnn). (default: 32)
      """, valueName: "n"),
    transform: OptionText.whole)
  var hiddenSize = 32

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Values per input step; a latch returns the first of them. (default: 1)", valueName: "n"),
    transform: OptionText.whole)
  var inputSize = 1

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "For 'forgetting': the share of the past that is left after a step, as 0.9.", valueName: "f"),
    transform: OptionText.number)
  var rate: Double?

  @Option(
    help: ArgumentHelp(
      "Arithmetic: \(OptionText.list(Self.precisions)). (default: float32)", valueName: "name"),
    transform: { (text: String) throws(SettingTextError) in try OptionText.name(text, of: precisions) })
  var precision = Precision.float32

  /// Those in which constructions are proven.
  private static let precisions = [Precision.float32, .float64]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "File to write: \(NetworkFormats.writable()).", valueName: "file"), completion: .file())
  var output: String?

  @Flag(help: "Overwrite the output file.")
  var force = false

  @Flag(help: "Also show every gate: its weights, and its values at the first steps and later.")
  var explain = false

  func run() throws {
    if precision == .float64 {
      try run(Double.self)
    } else {
      try run(Float.self)
    }
  }

  private func run<Scalar: NetworkScalar>(_ type: Scalar.Type) throws {
    let constructed = try ConstructedNetwork<Scalar>(
      name, cell: cell, hiddenSize: hiddenSize, inputSize: inputSize, rate: rate)
    if let output { try constructed.network.write(to: output, overwrites: force) }
    let text = ConstructionText(constructed)
    try Console.output(text.summary)
    if explain { try Console.output("\n" + text.explanation(seed: 0)) }
    if let output { try Console.output("\nNetwork file: \(output)\n") }
  }
}
