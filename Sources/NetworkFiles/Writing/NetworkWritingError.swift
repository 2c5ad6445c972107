import RecurrentNetworks

/// A network that cannot be written as asked.
public enum NetworkWritingError: Error, Equatable, Sendable {
  /// Allowed: `.safetensors`, `.weights.h5`.
  case unknownEnding(path: String)
  /// The format has no such cell.
  case noSuchCell(CellType, path: String)
  /// No format has echo state units with a leak, or linear ones; the layer counts from 0.
  case leakyOrLinear(layer: Int, path: String)
}
