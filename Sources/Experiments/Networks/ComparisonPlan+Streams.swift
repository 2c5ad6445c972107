import MemoryMeasures
import RecurrentNetworks

extension ComparisonPlan {
  /// Where a twin's weights, or the permutations of its network's, are drawn from: its own for every twin.
  ///
  /// The given network is told by its digest, so that its twins are the same whatever other networks are in the
  /// plan, and whatever it is called.
  func twinStream(_ network: GivenNetwork, _ kind: TwinKind, index: Int) -> RandomStream {
    RandomStream(seed: seed).child(
      StreamRole.twin.rawValue, kind.streamCode, network.digest, UInt64(index))
  }

  /// Of which the pair of input sequences of a lineup is a pure function.
  ///
  /// Pair p of a given network is pair p of every other one of this input size, and of repeat p of a grid:
  /// results can be set side by side. Twin number t, of whatever kind, has a pair that no given network has.
  func inputStream(_ key: LineupKey) -> RandomStream {
    let role = key.isTwin ? StreamRole.twinInputs : .inputs
    return RandomStream(seed: seed).child(role.rawValue, UInt64(key.inputSize), UInt64(key.index))
  }
}
