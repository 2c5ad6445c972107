import RecurrentNetworks

/// One network of a capacity plan, or one kind of networks that are drawn.
public enum CapacitySubject: Codable, Hashable, Sendable {
  case drawn(NetworkShape)
  case given(name: String)
}
