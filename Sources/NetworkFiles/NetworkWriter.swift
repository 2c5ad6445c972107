import Files
import RecurrentNetworks

/// Writes networks in one format: a format is a type of this kind and its line in `NetworkFormats`.
protocol NetworkWriter: SendableMetatype {
  /// By whose ending it is asked for.
  static var format: NetworkFileFormat { get }

  /// The bytes of a file; equal networks give equal bytes.
  ///
  /// - Parameters:
  ///   - network: without echo state layers.
  ///   - path: for errors.
  /// - Throws: `NetworkWritingError` if the format cannot hold the network.
  static func bytes<Scalar: NetworkScalar>(
    of network: RecurrentNetwork<Scalar>, path: String
  ) throws -> [UInt8]
}

/// A network that cannot be written as asked.
public enum NetworkWritingError: Error, Equatable, Sendable {
  /// Allowed: those of `NetworkFormats.writers`.
  case unknownEnding(path: String)
  /// The format has no such cell.
  case noSuchCell(CellType, path: String)
  /// No format has echo state units with a leak, or linear ones; the layer counts from 0.
  case leakyOrLinear(layer: Int, path: String)
  /// Activations of which files of weights say nothing; the layer from 0.
  case activations(layer: Int, path: String)
  /// Peepholes, a clip or coupled gates, which neither kind of layer has; the layer from 0.
  case variation(layer: Int, path: String)
}

extension RecurrentNetwork {
  /// Writes the network, complete or not at all, in the format that the path's ending names: `.safetensors`
  /// (PyTorch's names) or `.weights.h5` (Keras 3).
  ///
  /// No format has echo state layers; those of tanh units without a leak are RNN layers, and written as such.
  ///
  /// - Throws: `NetworkWritingError`; `OutputError` if the file cannot be written, or is there and
  ///   `overwrites` is false.
  public func write(to path: String, overwrites: Bool) throws {
    let bytes = try bytes(for: path)
    let destination = try Destination(path)
    guard overwrites || !destination.exists else { throw OutputError.exists(path: path) }
    try destination.write(bytes)
  }

  /// The bytes of a file of this path.
  ///
  /// - Throws: `NetworkWritingError`.
  package func bytes(for path: String) throws -> [UInt8] {
    guard let writer = NetworkFormats.writers.first(where: { path.lowercased().hasSuffix($0.format.ending) })
    else {
      throw NetworkWritingError.unknownEnding(path: path)
    }
    return try writer.bytes(of: withoutReservoirs(path: path), path: path)
  }

  /// The same network with RNN layers for echo state layers that are nothing else.
  ///
  /// - Throws: `NetworkWritingError`: `leakyOrLinear` for others, `activations` and `variation` for what neither kind of file
  ///   says.
  private func withoutReservoirs(path: String) throws(NetworkWritingError) -> RecurrentNetwork {
    var layers: [RecurrentLayer<Scalar>] = []
    for (index, layer) in self.layers.enumerated() {
      guard let plain = layer.withoutReservoir else { throw .leakyOrLinear(layer: index, path: path) }
      guard layer.hasUsualActivations else { throw .activations(layer: index, path: path) }
      guard layer.isUsual else { throw .variation(layer: index, path: path) }
      layers.append(plain)
    }
    return RecurrentNetwork(layers: layers)
  }
}
