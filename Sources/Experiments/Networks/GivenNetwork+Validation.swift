import RecurrentNetworks

extension [GivenNetwork] {
  /// - Throws: `GivenNetworksError` unless there is a network, every one has a name of its own, and its layers
  ///   fit each other.
  func validate() throws(GivenNetworksError) {
    guard !isEmpty else { throw .noNetworks }
    var names: Set<String> = []
    for network in self {
      guard names.insert(network.name).inserted else { throw .repeatedName(network.name) }
      guard network.isConsistent else { throw .inconsistentLayers(network.name) }
    }
  }

  /// The networks themselves by their names.
  ///
  /// - Parameter networks: as many, in this order.
  /// - Throws: `GivenNetworksError.otherWeights` for a network that is not the one given.
  func matched(
    _ networks: [RecurrentNetwork<Double>]
  ) throws(GivenNetworksError) -> [String: RecurrentNetwork<Double>] {
    precondition(networks.count == count)
    for (given, network) in zip(self, networks) where GivenNetwork.digest(of: network) != given.digest {
      throw .otherWeights(given.name)
    }
    return Dictionary(uniqueKeysWithValues: zip(map(\.name), networks))
  }
}
