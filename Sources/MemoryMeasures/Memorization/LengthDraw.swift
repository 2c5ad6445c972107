/// How often the length of the sequences is drawn.
public enum LengthDraw: String, CaseIterable, Codable, Hashable, Sendable {
  /// Once for a minibatch, whose sequences all have the same length.
  case minibatch
  /// Once for every sequence.
  case sequence
}
