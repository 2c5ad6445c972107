/// How a divergence run ended.
public enum DivergenceOutcome: Int8, CaseIterable, Codable, Sendable {
  /// The complete states became bit-identical: nothing can differ again.
  case merged = 0
  /// Not merged, but over the last 1,000 steps the outputs differ by at most 1,024 units of `ulpOfOne`:
  /// the memory is gone and what remains is float rounding that keeps itself alive.
  case roundingFloor = 1
  /// The outputs still differ by more than rounding can explain.
  case diverged = 2

  /// The name used in results files and tables.
  public var name: String {
    switch self {
    case .merged: "merged"
    case .roundingFloor: "rounding_floor"
    case .diverged: "diverged"
    }
  }
}
