/// Why a network cannot be trained on the random memorization task.
public enum MemorizationError: Error, Equatable, Sendable {
  /// Positions count from 1, the last input.
  case position(Int)
  /// The task has one input per step.
  case inputSize(Int)
  case cancelled
}
