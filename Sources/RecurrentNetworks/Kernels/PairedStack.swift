import CKernels

/// One network with the two states that are advanced through it.
final class PairedStack<Scalar: NetworkScalar> {
  let layers: [PairedLayer<Scalar>]
  /// Input projections of one tile; the second is used when the two columns' inputs differ.
  let projections: [AlignedBuffer<Scalar>]
  var trace = PairedTrace()

  init(_ network: RecurrentNetwork<Scalar>, tile: Int) {
    layers = network.layers.map { PairedLayer($0, tile: tile) }
    let size = layers.map(\.weights.projectionSize).max() ?? 0
    projections = (0..<2).map { _ in AlignedBuffer(count: tile * size) }
  }
}
