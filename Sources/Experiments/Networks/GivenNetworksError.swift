/// Given networks that cannot be measured.
public enum GivenNetworksError: Error, Equatable {
  /// Allowed: at least one.
  case noNetworks
  /// Two networks of one name.
  case repeatedName(String)
  /// A network whose layers do not fit each other.
  case inconsistentLayers(String)
  /// The weights that are to be measured are not those of the plan.
  case otherWeights(String)
}
