import HDF5

/// A recurrent cell as it was found, before its weights are read.
struct KerasCell {
  /// What the user knows it by; made unique later.
  var name: String
  /// What the file calls this kind of layer.
  var kind: String
  var direction = LayerDirection.forward
  /// The class, where the file says which; otherwise the shapes tell.
  var cellClass: KerasCellClass?
  /// The settings of the cell; nil if the file has none.
  var settings: KerasLayerConfig?
  /// What the layer around the cell adds for people to know.
  var conventions: [String] = []
  /// Kernel, recurrent kernel and perhaps bias.
  var arrays: [HDF5ImageObject]

  /// Settings that ask for something else than the engine computes.
  var refusal: LayerRefusal? {
    guard let settings else { return nil }
    let activations = ["activation": "tanh"].merging(
      cellClass == .simpleRNN ? [:] : ["recurrent_activation": "sigmoid"]
    ) { $1 }
    for (key, allowed) in activations.sorted(by: { $0.key < $1.key }) {
      if let found = settings.activation(key), found != allowed { return .setting(name: key, value: found) }
    }
    if let dtype = settings.dtype,
      ["int", "float8", "quantized", "gptq", "awq"].contains(where: dtype.lowercased().contains)
    {
      return .setting(name: "dtype", value: dtype)
    }
    return nil
  }

  /// Settings that the file leaves open, with what is assumed for them.
  var assumptions: [(setting: String, value: String)] {
    var assumptions: [(String, String)] = []
    if settings?.activation("activation") == nil { assumptions.append(("activation", "tanh")) }
    if cellClass != .simpleRNN, settings?.activation("recurrent_activation") == nil {
      assumptions.append(("recurrent_activation", "sigmoid"))
    }
    return assumptions
  }
}
