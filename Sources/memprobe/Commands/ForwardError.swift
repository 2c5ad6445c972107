/// A forward pass that cannot be run or written as asked.
enum ForwardError: Error, Equatable {
  /// Allowed: one.
  case networkCount(Int)
  /// Only HDF5 files hold several sequences.
  case statesNeedHDF5(path: String)
  /// The output is the network or the inputs themselves.
  case replacesSource(path: String)
  case inputSize(found: Int, file: String, expected: Int, network: String)
  /// A value that is infinite in the precision asked for; row and column from 0.
  case beyondPrecision(Double, row: Int, column: Int, file: String)
  /// Estimated and available bytes. Nothing has been allocated.
  case notEnoughMemory(needed: Double, available: Double)
}
