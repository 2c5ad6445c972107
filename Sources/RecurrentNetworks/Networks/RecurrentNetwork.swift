/// A stack of recurrent layers: each layer's hidden state is the next one's input, and the last one's is the
/// network's output. Cell types and hidden sizes may differ from layer to layer.
public struct RecurrentNetwork<Scalar: NetworkScalar>: Equatable, Sendable {
  public let layers: [RecurrentLayer<Scalar>]

  /// - Precondition: at least one layer; every layer but the first takes the hidden size of the one below as its
  ///   input size.
  public init(layers: [RecurrentLayer<Scalar>]) {
    precondition(!layers.isEmpty)
    for (below, layer) in zip(layers, layers.dropFirst()) {
      precondition(layer.inputSize == below.hiddenSize)
    }
    self.layers = layers
  }

  /// The same network in another precision, every weight rounded to the nearest.
  ///
  /// From float32 to float64 and back is exact.
  public init<Other: NetworkScalar>(rounding other: RecurrentNetwork<Other>) {
    self.init(layers: other.layers.map { RecurrentLayer(rounding: $0) })
  }

  /// Values per input step.
  public var inputSize: Int { layers[0].inputSize }

  /// Values per output: units of the last layer.
  public var outputSize: Int { layers[layers.count - 1].hiddenSize }

  /// Whether no weight or bias is infinite or NaN.
  public var isFinite: Bool {
    layers.allSatisfy { layer in
      [layer.inputKernel, layer.recurrentKernel, layer.bias, layer.recurrentBias]
        .allSatisfy { $0.allSatisfy(\.isFinite) }
    }
  }

  /// Number of weights and biases.
  public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }
}
