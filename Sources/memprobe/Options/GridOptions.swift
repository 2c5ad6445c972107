import ArgumentParser
import Experiments
import RecurrentNetworks

/// Which networks are probed. Nil where the command line says nothing.
struct GridOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Cell types: \(OptionDefault.list(CellType.allCases)). \
      (default: \(OptionDefault.list(Grid.article.cells)))
      """, valueName: "cell,..."),
    transform: OptionValue.cells)
  var cells: [CellType]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Units of every layer. (default: \(OptionDefault.list(Grid.article.hiddenSizes)))",
      valueName: "n,..."),
    transform: OptionValue.wholeNumbers)
  var hiddenSizes: [Int]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Values per input step. (default: \(OptionDefault.list(Grid.article.inputSizes)))",
      valueName: "n,..."),
    transform: OptionValue.wholeNumbers)
  var inputSizes: [Int]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Stacked layers. (default: \(OptionDefault.list(Grid.article.layers)))", valueName: "n,..."),
    transform: OptionValue.wholeNumbers)
  var layers: [Int]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Networks per grid cell; every repeat has its own pair of sequences. \
      (default: \(Grid.article.repeats))
      """, valueName: "n"),
    transform: OptionValue.wholeNumber)
  var repeats: Int?
}
