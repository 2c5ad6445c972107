import RecurrentNetworks

extension CellType {
  /// The cell's word in the path of a stream. Never change one: results depend on it.
  var streamCode: UInt64 { definition.streamCode }
}
