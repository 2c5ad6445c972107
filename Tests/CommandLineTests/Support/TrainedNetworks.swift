import NetworkFiles
import RecurrentNetworks
import TestSupport

/// Network files as training would leave them, but drawn.
enum TrainedNetworks {
  /// Writes a single LSTM layer.
  ///
  /// - Parameters:
  ///   - gain: factor on every kernel entry; beyond 1e38 only float64 holds it.
  ///   - scalar: the number type of the file.
  static func write<Scalar: NetworkScalar>(
    _ name: String, hiddenSize: Int, inputSize: Int = 2, gain: Double = 1, seed: UInt64 = 1,
    as scalar: Scalar.Type = Float.self, in folder: TemporaryFolder
  ) throws {
    let layer: RecurrentLayer<Scalar> = layer(.lstm, inputSize, hiddenSize, gain: gain, seed: seed)
    try RecurrentNetwork(layers: [layer]).write(to: folder.path(name), overwrites: false)
  }

  /// Writes an LSTM layer of 3 units and a GRU layer of 2 on top, with 2 inputs.
  static func writeStack(_ name: String, in folder: TemporaryFolder) throws {
    let layers: [RecurrentLayer<Float>] = [
      layer(.lstm, 2, 3, gain: 1, seed: 1), layer(.gru, 3, 2, gain: 1, seed: 2),
    ]
    try RecurrentNetwork(layers: layers).write(to: folder.path(name), overwrites: false)
  }

  private static func layer<Scalar: NetworkScalar>(
    _ cell: CellType, _ inputSize: Int, _ hiddenSize: Int, gain: Double, seed: UInt64
  ) -> RecurrentLayer<Scalar> {
    var initialization = Initialization(.keras)
    initialization.gain = gain
    return RecurrentNetwork(
      shape: NetworkShape(cell: cell, inputSize: inputSize, hiddenSize: hiddenSize),
      initialization: initialization, stream: RandomStream(seed: seed)
    ).layers[0]
  }
}
