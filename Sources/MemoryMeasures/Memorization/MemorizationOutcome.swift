/// How a training on the random memorization task ended.
public enum MemorizationOutcome: Int8, CaseIterable, Codable, Sendable {
  /// All updates were made.
  case trained = 0
  /// The loss, in training or after it, or a weight became infinite or NaN; there is no loss then.
  case diverged = 1
  /// The position lies beyond the longest sequence: there is nothing to learn, and no update was made.
  case noTarget = 2

  /// The name used in results files and tables.
  public var name: String {
    switch self {
    case .trained: "trained"
    case .diverged: "diverged"
    case .noTarget: "no_target"
    }
  }
}
