/// A part of a plan that does not exist.
public enum ShardError: Error, Equatable {
  /// Text that is not two whole numbers with a slash between, like 2/4.
  case malformed(String)
  /// Allowed: count at least 1, index 1 ... count.
  case outOfRange(index: Int, count: Int)
}
