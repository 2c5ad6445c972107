/// What a unit makes of its pre-activation.
public enum CandidateActivation: String, CaseIterable, Codable, Hashable, Sendable {
  case tanh
  /// None: a linear unit.
  case identity
}
