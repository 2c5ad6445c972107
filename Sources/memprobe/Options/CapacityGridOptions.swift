import ArgumentParser
import Experiments
import RecurrentNetworks

/// Which networks are drawn, and how often. Nil where the command line says nothing.
struct CapacityGridOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Cell types: \(OptionDefault.list(CellType.allCases)). \
      (default: \(OptionDefault.list(CapacityGrid.standard.cells)))
      """, valueName: "cell,..."),
    transform: OptionValue.cells)
  var cells: [CellType]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Units of every layer. (default: \(OptionDefault.list(CapacityGrid.standard.hiddenSizes)))",
      valueName: "n,..."),
    transform: OptionValue.wholeNumbers)
  var hiddenSizes: [Int]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Stacked layers. (default: \(OptionDefault.list(CapacityGrid.standard.layers)))", valueName: "n,..."),
    transform: OptionValue.wholeNumbers)
  var layers: [Int]?

  /// The grid: these options first, then the experiment file's, then the standard's.
  ///
  /// - Throws: `GridError`.
  func grid(_ file: ExperimentFile) throws(GridError) -> CapacityGrid {
    let standard = CapacityGrid.standard
    return try CapacityGrid(
      cells: cells ?? file.cells ?? standard.cells, layers: layers ?? file.layers ?? standard.layers,
      hiddenSizes: hiddenSizes ?? file.hiddenSizes ?? standard.hiddenSizes)
  }
}
