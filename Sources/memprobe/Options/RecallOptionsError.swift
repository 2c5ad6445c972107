import RecurrentNetworks

/// Options of `recall` that do not go together.
enum RecallOptionsError: Error, Equatable {
  /// --readout-scale, but no --readout-unit.
  case scaleWithoutUnit
  /// --readout-unit, but no --network.
  case readoutWithoutFile
  /// A --readout-scale that is not finite.
  case scale(Double)
  /// An option about constructed networks, but with --network and without --construct.
  case notForFiles(option: String)
  case repeatedCell(CellType)
  /// --jobs out of range.
  case jobs(Int)
}
