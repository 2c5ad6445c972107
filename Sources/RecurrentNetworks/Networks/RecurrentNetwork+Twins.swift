/// Random networks to compare a given one with: what they share with it is the shape of every layer, and in
/// one case the values of its weights.
extension RecurrentNetwork {
  /// A fresh network with the cell and the sizes of every layer of another, a pure function of its arguments.
  ///
  /// Layer `l` is drawn from the stream's child `l`, just as in a network of equal layers, so that a twin of such
  /// a network is the network of that shape and stream.
  public init<Other: NetworkScalar>(
    twinOf other: RecurrentNetwork<Other>, initialization: Initialization, stream: RandomStream
  ) {
    self.init(
      layers: other.layers.enumerated().map { index, layer in
        RecurrentLayer(
          cell: layer.cell, inputSize: layer.inputSize, hiddenSize: layer.hiddenSize,
          initialization: initialization, stream: stream.child(UInt64(index)))
      })
  }

  /// The same network with its values in random order: the distribution of the values stays, their structure
  /// goes. Each input kernel and each recurrent kernel is permuted within itself, over all gates and units; each
  /// bias within each gate, since the forget gate's alone makes most of a fresh network's memory, and an LSTM
  /// without it would be no control for anything.
  ///
  /// - Parameter stream: of which the permutations are a pure function.
  public func shuffled(stream: RandomStream) -> RecurrentNetwork {
    RecurrentNetwork(
      layers: layers.enumerated().map { index, layer in
        let stream = stream.child(UInt64(index))
        return RecurrentLayer(
          cell: layer.cell, inputSize: layer.inputSize, hiddenSize: layer.hiddenSize,
          inputKernel: stream.child(0).shuffled(layer.inputKernel),
          recurrentKernel: stream.child(1).shuffled(layer.recurrentKernel),
          bias: layer.shuffledByGate(layer.bias, stream: stream.child(2)),
          recurrentBias: layer.shuffledByGate(layer.recurrentBias, stream: stream.child(3)),
          leakRate: layer.leakRate, activation: layer.activation)
      })
  }
}

extension RecurrentLayer {
  /// Values per unit of every gate, each gate's permuted among its units.
  fileprivate func shuffledByGate(_ values: [Scalar], stream: RandomStream) -> [Scalar] {
    stride(from: 0, to: values.count, by: hiddenSize).flatMap { first in
      stream.child(UInt64(first)).shuffled(Array(values[first..<first + hiddenSize]))
    }
  }
}
