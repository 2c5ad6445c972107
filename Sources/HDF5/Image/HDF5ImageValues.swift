/// The values of a dataset or an attribute in a file in memory, the last axis running fastest.
public enum HDF5ImageValues: Equatable, Sendable {
  /// As bytes, the lowest of every number first.
  case numbers(HDF5ImageNumber, [UInt8])
  case strings([String])
}
