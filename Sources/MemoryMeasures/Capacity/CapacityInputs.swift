/// Distributions of the independent inputs of a capacity measurement, before they are scaled.
public enum CapacityInputs: String, CaseIterable, Codable, Hashable, Sendable {
  /// Uniform on [-1, 1).
  case uniform
  /// Standard normal.
  case normal
}
