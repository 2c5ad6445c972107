import ArgumentParser
import Experiments
import NetworkFiles
import RecurrentNetworks

/// Whose recall is measured.
struct RecallNetworkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Construct networks: \(OptionDefault.list(Construction.allCases)). (default: latch, if there is no \
      --network)
      """, valueName: "name"),
    transform: OptionValue.construction)
  var construct: Construction?

  @Option(
    name: [.customLong("cell"), .customLong("cells")],
    help: ArgumentHelp(
      """
      Cell types to construct it of: \(OptionDefault.list(CellType.trainable)). (default: \
      \(OptionDefault.list(Self.defaultCells)))
      """, valueName: "cell,..."),
    transform: OptionValue.cells)
  var cells: [CellType]?

  @OptionGroup var sizes: ConstructionOptions

  @Option(
    help: ArgumentHelp(
      "Arithmetic: \(OptionDefault.list(Precision.allCases)). (default: \(OptionDefault.precision.rawValue))",
      valueName: "name"),
    transform: OptionValue.precision)
  var precision: Precision?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Read the answer of a network from a file off this unit of the last layer, from 0, instead of fitting a \
      readout. 'memprobe construct' prints unit and scale of a latch.
      """, valueName: "n"),
    transform: OptionValue.wholeNumber)
  var readoutUnit: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Factor on that unit. (default: 1)", valueName: "factor"),
    transform: OptionValue.number)
  var readoutScale: Double?

  static let defaultCells: [CellType] = [.lstm, .gru]

  /// - Parameter loaded: networks from files, which take the place of the default construction.
  /// - Throws: `ConstructionError`, `RecallOptionsError`.
  func constructed(_ precision: Precision, besides loaded: [LoadedNetwork]) throws -> [RecallSubject] {
    if construct == nil, !loaded.isEmpty {
      let given = cells == nil ? sizes.given : "--cell"
      if let given { throw RecallOptionsError.notForFiles(option: given) }
      return []
    }
    let cells = cells ?? Self.defaultCells
    if let repeated = cells.first(where: { cell in cells.filter { $0 == cell }.count > 1 }) {
      throw RecallOptionsError.repeatedCell(repeated)
    }
    return try cells.map { cell in
      switch precision {
      case .float32: RecallSubject(try sizes.construct(construct ?? .latch, cell: cell, as: Float.self))
      case .float64: RecallSubject(try sizes.construct(construct ?? .latch, cell: cell, as: Double.self))
      }
    }
  }

  /// - Throws: `RecallSubjectError`, `RecallOptionsError`.
  func subjects(_ loaded: [LoadedNetwork]) throws -> [RecallSubject] {
    guard readoutUnit != nil || readoutScale == nil else { throw RecallOptionsError.scaleWithoutUnit }
    guard readoutUnit == nil || !loaded.isEmpty else { throw RecallOptionsError.readoutWithoutFile }
    if let scale = readoutScale, !scale.isFinite { throw RecallOptionsError.scale(scale) }
    let readout = readoutUnit.map { RecallReadout.unit($0, scale: readoutScale ?? 1) } ?? .fitted
    return try loaded.map { try RecallSubject(name: $0.name, network: $0.network, readout: readout) }
  }
}
