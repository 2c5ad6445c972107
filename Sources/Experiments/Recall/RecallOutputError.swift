/// A results file that HDF5 could not write.
public struct RecallOutputError: Error, Equatable {
  public let path: String
  /// HDF5's own words.
  public let reason: String
}
