import ArgumentParser
import RecurrentNetworks

/// The sizes of a constructed network and what else it depends on, but for its cell.
struct ConstructionOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Units of a constructed network; a latch has at least \(Latch.leastHiddenSize(.lstm)) (lstm), \
      \(Latch.leastHiddenSize(.gru)) (gru) or \(Latch.leastHiddenSize(.rnn)) (rnn).
      """, valueName: "n"),
    transform: OptionValue.wholeNumber)
  var hiddenSize = 32

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Values per input step of a constructed network; a latch returns the first of them.", valueName: "n"),
    transform: OptionValue.wholeNumber)
  var inputSize = 1

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "For 'forgetting': the share of the past that is left after a step, as 0.9.", valueName: "f"),
    transform: OptionValue.number)
  var rate: Double?

  /// - Throws: `ConstructionError`.
  func construct<Scalar: NetworkScalar>(
    _ construction: Construction, cell: CellType, as type: Scalar.Type
  ) throws(ConstructionError) -> ConstructedNetwork<Scalar> {
    try ConstructedNetwork(
      construction, cell: cell, hiddenSize: hiddenSize, inputSize: inputSize, rate: rate)
  }
}
