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

  /// The same network with the values of each of its arrays in random order: input kernels, recurrent kernels
  /// and biases keep the distribution of their values and lose all structure. Each array is permuted within
  /// itself, over all gates, biases too: a forget gate's bias may become any gate's.
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
          bias: stream.child(2).shuffled(layer.bias),
          recurrentBias: stream.child(3).shuffled(layer.recurrentBias))
      })
  }
}
