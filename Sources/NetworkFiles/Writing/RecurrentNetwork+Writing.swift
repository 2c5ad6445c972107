import Files
import Foundation
import RecurrentNetworks

extension RecurrentNetwork {
  /// Writes the network, complete or not at all, in the format that the path's ending names: `.safetensors`
  /// (PyTorch's names) or `.weights.h5` (Keras 3).
  ///
  /// - Throws: `NetworkWritingError`; `OutputError` if the file cannot be written, or is there and
  ///   `overwrites` is false.
  public func write(to path: String, overwrites: Bool) throws {
    let bytes: () throws -> [UInt8]
    if path.hasSuffix(".weights.h5") {
      bytes = KerasWeightsWriter(self).bytes
    } else if path.hasSuffix(".safetensors") {
      bytes = try SafetensorsWriter(self, path: path).bytes
    } else {
      throw NetworkWritingError.unknownEnding(path: path)
    }
    let destination = try Destination(path)
    guard overwrites || !destination.exists else { throw OutputError.exists(path: path) }
    try destination.write(try bytes())
  }
}
