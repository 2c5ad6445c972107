import Files
import Foundation
import RecurrentNetworks

extension RecurrentNetwork {
  /// Writes the network, complete or not at all, in the format that the path's ending names: `.safetensors`
  /// (PyTorch's names) or `.weights.h5` (Keras 3).
  ///
  /// No format has echo state layers; those of tanh units without a leak are RNN layers, and written as such.
  ///
  /// - Throws: `NetworkWritingError`; `OutputError` if the file cannot be written, or is there and
  ///   `overwrites` is false.
  public func write(to path: String, overwrites: Bool) throws {
    let bytes: () throws -> [UInt8]
    if path.hasSuffix(".weights.h5") {
      bytes = KerasWeightsWriter(try withoutReservoirs(path: path)).bytes
    } else if path.hasSuffix(".safetensors") {
      bytes = try SafetensorsWriter(withoutReservoirs(path: path), path: path).bytes
    } else {
      throw NetworkWritingError.unknownEnding(path: path)
    }
    let destination = try Destination(path)
    guard overwrites || !destination.exists else { throw OutputError.exists(path: path) }
    try destination.write(try bytes())
  }

  /// The same network with RNN layers for echo state layers that are nothing else.
  ///
  /// - Throws: `NetworkWritingError.leakyOrLinear` for others.
  private func withoutReservoirs(path: String) throws(NetworkWritingError) -> RecurrentNetwork {
    var layers: [RecurrentLayer<Scalar>] = []
    for (index, layer) in self.layers.enumerated() {
      guard let plain = layer.withoutReservoir else { throw .leakyOrLinear(layer: index, path: path) }
      layers.append(plain)
    }
    return RecurrentNetwork(layers: layers)
  }
}
