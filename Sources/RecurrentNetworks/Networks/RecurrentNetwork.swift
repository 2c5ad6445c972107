/// A stack of recurrent layers of one cell type: each layer's hidden state is the next one's input, and the
/// last one's is the network's output.
public struct RecurrentNetwork<Scalar: NetworkScalar>: Equatable, Sendable {
  public let layers: [RecurrentLayer<Scalar>]

  /// - Precondition: at least one layer; all of one cell type and hidden size; every layer but the first takes
  ///   the hidden size as its input size.
  public init(layers: [RecurrentLayer<Scalar>]) {
    precondition(!layers.isEmpty)
    for (below, layer) in zip(layers, layers.dropFirst()) {
      precondition(layer.cell == below.cell && layer.hiddenSize == below.hiddenSize)
      precondition(layer.inputSize == below.hiddenSize)
    }
    self.layers = layers
  }

  public var shape: NetworkShape {
    NetworkShape(
      cell: layers[0].cell, layers: layers.count, inputSize: layers[0].inputSize,
      hiddenSize: layers[0].hiddenSize)
  }
}
