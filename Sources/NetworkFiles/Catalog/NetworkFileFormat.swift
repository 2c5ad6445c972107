/// The file formats that networks are read from.
public enum NetworkFileFormat: String, Sendable {
  /// Keras 3 `.keras`: a zip archive of configuration and weights.
  case kerasArchive = "Keras archive"
  /// Keras 3 `.weights.h5`.
  case kerasWeights = "Keras weights"
  /// Keras 2 `.h5`, a whole model or weights alone.
  case kerasLegacy = "Keras 2 HDF5"
  /// A PyTorch state_dict in `.safetensors`.
  case safetensors = "safetensors"
  case onnx = "ONNX"
}
