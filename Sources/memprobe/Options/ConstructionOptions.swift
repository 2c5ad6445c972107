import ArgumentParser
import RecurrentNetworks

/// The sizes of a constructed network and what else it depends on, but for its cell. Nil where the command line
/// says nothing.
struct ConstructionOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Units of a constructed network; a latch has at least \(Latch.leastHiddenSize(.lstm)) (lstm), \
      \(Latch.leastHiddenSize(.gru)) (gru) or \(Latch.leastHiddenSize(.rnn)) (rnn). (default: \(Self.defaultHiddenSize))
      """, valueName: "n"),
    transform: OptionValue.wholeNumber)
  var hiddenSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Values per input step of a constructed network; a latch returns the first of them. (default: 1)",
      valueName: "n"),
    transform: OptionValue.wholeNumber)
  var inputSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "For 'forgetting': the share of the past that is left after a step, as 0.9.", valueName: "f"),
    transform: OptionValue.number)
  var rate: Double?

  /// The size in the first-input question.
  private static let defaultHiddenSize = 32

  /// The first of these options that is given.
  var given: String? {
    if hiddenSize != nil { return "--hidden-size" }
    if inputSize != nil { return "--input-size" }
    return rate == nil ? nil : "--rate"
  }

  /// - Throws: `ConstructionError`.
  func construct<Scalar: NetworkScalar>(
    _ construction: Construction, cell: CellType, as type: Scalar.Type
  ) throws(ConstructionError) -> ConstructedNetwork<Scalar> {
    try ConstructedNetwork(
      construction, cell: cell, hiddenSize: hiddenSize ?? Self.defaultHiddenSize,
      inputSize: inputSize ?? 1, rate: rate)
  }
}
