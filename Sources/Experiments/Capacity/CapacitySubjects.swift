import RecurrentNetworks

/// The networks of a capacity plan.
public enum CapacitySubjects: Codable, Hashable, Sendable {
  /// Drawn, anew in every repeat.
  case grid(CapacityGrid, Initialization)
  /// Given; every repeat has other inputs.
  case networks([GivenNetwork])

  /// In the order of results files.
  public var all: [CapacitySubject] {
    switch self {
    case .grid(let grid, _): grid.shapes.map(CapacitySubject.drawn)
    case .networks(let networks): networks.map { .given(name: $0.name) }
    }
  }
}
