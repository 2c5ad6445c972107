import RecurrentNetworks

/// Options of `recall` that do not go together.
enum RecallOptionsError: Error, Equatable {
  /// --readout-scale, but no --readout-unit.
  case scaleWithoutUnit
  /// --readout-unit, but no --network.
  case readoutWithoutFile
  /// A --readout-scale that is not finite.
  case scale(Double)
  /// --cells, but with --network and without --construct.
  case cellsWithoutConstruction
  case repeatedCell(CellType)
  /// --jobs out of range.
  case jobs(Int)
}
