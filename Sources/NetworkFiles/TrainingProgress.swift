/// How far the training of a network had got, as its file says it.
public struct TrainingProgress: Equatable, Sendable {
  /// Steps or epochs from 0, by what the file calls them: "global_step".
  public private(set) var counts: [String: Int] = [:]

  static let epoch = "epoch"
  /// What Keras's optimizers call their steps.
  static let iterations = "iterations"
  /// What such counts are called; those that count across epochs first, which tell more checkpoints apart.
  static let names = ["global_step", "step", "steps", "iteration", iterations, "iter", "iter_num", epoch]

  /// - Parameter count: what the file has by a name; nil for nothing that is a count.
  init(_ count: (String) -> Int?) {
    for name in Self.names {
      if let found = count(name), found >= 0 { counts[name] = found }
    }
  }
}
