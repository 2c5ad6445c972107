import MemoryMeasures
import RecurrentNetworks

extension CapacityPlan {
  /// Where the weights of a drawn network are drawn from: those of the same run of a divergence grid, so that results
  /// can be set side by side.
  func networkStream(_ shape: NetworkShape, repeatIndex: Int) -> RandomStream {
    RandomStream(seed: seed).child(
      StreamRole.network.rawValue, shape.cell.streamCode, UInt64(shape.layers), UInt64(shape.hiddenSize),
      UInt64(shape.inputSize), UInt64(repeatIndex))
  }

  /// Where inputs and shuffles are drawn from: all networks are fed the same in the same repeat.
  func inputStream(repeatIndex: Int) -> RandomStream {
    RandomStream(seed: seed).child(StreamRole.capacity.rawValue, UInt64(repeatIndex))
  }
}
