/// Why a run has no value.
public protocol RunFailure: Error {
  /// In words: stored with the record.
  var reason: String { get }
}
