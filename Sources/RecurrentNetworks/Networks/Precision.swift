/// The floating-point format in which a network computes.
public enum Precision: String, CaseIterable, Codable, Hashable, Sendable {
  case float32
  case float64
}
