import CKernels

/// One network with the two states that are advanced through it.
final class PairedStack<Scalar: NetworkScalar> {
  let layers: [PairedLayer<Scalar>]
  /// Steps of a tile: the most that are advanced at once.
  let tile: Int
  /// Input projections of one tile; the second is used when the two columns' inputs differ.
  let projections: [AlignedBuffer<Scalar>]
  var trace = PairedTrace()

  /// - Parameter capacity: most steps of a stretch.
  init(_ network: RecurrentNetwork<Scalar>, capacity: Int) {
    let tile = Self.tile(for: network, capacity: capacity)
    self.tile = tile
    layers = network.layers.map { PairedLayer($0, tile: tile) }
    let size = layers.map(\.weights.projectionSize).max() ?? 0
    projections = (0..<2).map { _ in AlignedBuffer(count: tile * size) }
  }

  /// As many steps as keep the tile's projection (96 KB) within a small part of the L2 cache, so that it does
  /// not push out the recurrent kernel; a multiple of the steps that every kernel projects together, if it can
  /// be.
  private static func tile(for network: RecurrentNetwork<Scalar>, capacity: Int) -> Int {
    let stepBytes = network.layers.map { layer in
      PackedLayer<Scalar>.blocks(for: layer.hiddenSize) * Int(ck_block_bytes) * layer.cell.gateCount
    }
    let steps = 98_304 / (stepBytes.max() ?? 1)
    let together = 24
    return min(steps >= together ? steps / together * together : max(steps, 8), capacity)
  }
}
