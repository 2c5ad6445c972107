import ArgumentParser
import Experiments
import RecurrentNetworks

/// Which networks are trained, and to remember what. Nil where the command line says nothing.
struct MemorizationGridOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Cell types: \(OptionDefault.list(CellType.trainable)). \
      (default: \(OptionDefault.list(MemorizationGrid.article.cells)))
      """, valueName: "cell,..."),
    transform: OptionValue.cells)
  var cells: [CellType]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Units of every layer, as 1,2,4 or 1-20. (default: 1-20)", valueName: "n,..."),
    transform: OptionValue.wholeNumbers)
  var hiddenSizes: [Int]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Stacked layers. (default: 1-5)", valueName: "n,..."),
    transform: OptionValue.wholeNumbers)
  var layers: [Int]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Which input is to be returned, counted from the last, which is 1. (default: 1-20)",
      valueName: "p,..."),
    transform: OptionValue.wholeNumbers)
  var positions: [Int]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Trainings per grid cell, each with its own initial weights and sequences. \
      (default: \(MemorizationGrid.article.repeats))
      """, valueName: "n"),
    transform: OptionValue.wholeNumber)
  var repeats: Int?

  /// These options; where one is not given, the experiment file's; then the article's.
  ///
  /// - Throws: `GridError`.
  func grid(_ file: ExperimentFile) throws(GridError) -> MemorizationGrid {
    let article = MemorizationGrid.article
    return try MemorizationGrid(
      cells: cells ?? file.cells ?? article.cells, layers: layers ?? file.layers ?? article.layers,
      hiddenSizes: hiddenSizes ?? file.hiddenSizes ?? article.hiddenSizes,
      positions: positions ?? file.positions ?? article.positions,
      repeats: repeats ?? file.repeats ?? article.repeats)
  }
}
