/// A state_dict name taken apart: "encoder.lstm.weight_ih_l1_reverse" is the input weights of the backward
/// half of layer 1 of the module "encoder.lstm".
struct TorchParameterName {
  /// Which layer of which module.
  struct Layer: Hashable {
    /// Empty for the root.
    let module: String
    /// From 0; nil for a cell (`LSTMCell`, `GRUCell`, `RNNCell`), whose names have no suffix.
    let number: Int?
    let direction: LayerDirection
  }

  enum Role: String, CaseIterable {
    case inputWeights = "weight_ih"
    case recurrentWeights = "weight_hh"
    case inputBias = "bias_ih"
    case recurrentBias = "bias_hh"
    /// Of an LSTM with `proj_size`.
    case projection = "weight_hr"
  }

  let layer: Layer
  let role: Role
  /// True if this is one of the tensors that weight normalisation puts in the place of a parameter.
  let isNormalised: Bool

  /// Nil for a name that is no recurrent layer's.
  init?(_ name: String) {
    var parts = name.split(separator: ".", omittingEmptySubsequences: false)[...]
    var isNormalised = false
    // module.parametrizations.weight_hh_l0.original0
    if parts.count >= 3, parts[parts.endIndex - 3] == "parametrizations",
      ["original0", "original1"].contains(parts[parts.endIndex - 1])
    {
      parts.removeLast()
      parts.remove(at: parts.endIndex - 2)
      isNormalised = true
    }
    guard var leaf = parts.popLast() else { return nil }
    guard let role = Role.allCases.first(where: { leaf.hasPrefix($0.rawValue) }) else { return nil }
    leaf = leaf.dropFirst(role.rawValue.count)
    // weight_hh_l0_g and weight_hh_l0_v: the older way of weight normalisation
    if leaf.hasSuffix("_g") || leaf.hasSuffix("_v") {
      leaf = leaf.dropLast(2)
      isNormalised = true
    }
    var direction = LayerDirection.forward
    var number: Int?
    if !leaf.isEmpty {
      if leaf.hasSuffix("_reverse") {
        leaf = leaf.dropLast("_reverse".count)
        direction = .backward
      }
      guard leaf.hasPrefix("_l"), let parsed = Int(leaf.dropFirst(2)), parsed >= 0,
        leaf.dropFirst(2) == "\(parsed)"
      else { return nil }
      number = parsed
    }
    layer = Layer(module: parts.joined(separator: "."), number: number, direction: direction)
    self.role = role
    self.isNormalised = isNormalised
  }

  /// The tensor name of a role in a layer.
  static func name(_ role: Role, of layer: Layer) -> String {
    let prefix = layer.module.isEmpty ? "" : layer.module + "."
    let number = layer.number.map { "_l\($0)" } ?? ""
    return prefix + role.rawValue + number + (layer.direction == .backward ? "_reverse" : "")
  }
}

extension TorchParameterName.Layer {
  /// By which the layer is selected: "encoder.l0", "l0_reverse", for a cell its module's name or "cell".
  var name: String {
    guard let number else { return module.isEmpty ? "cell" : module }
    let prefix = module.isEmpty ? "" : module + "."
    return "\(prefix)l\(number)" + (direction == .backward ? "_reverse" : "")
  }

  /// Modules by name, numbers within names by value and first; then layers from the lowest, forward before
  /// backward.
  static func precede(_ left: Self, _ right: Self) -> Bool {
    if left.module != right.module {
      let (ours, theirs) = (left.module.split(separator: "."), right.module.split(separator: "."))
      for (our, their) in zip(ours, theirs) where our != their {
        switch (Int(our), Int(their)) {
        case (let our?, let their?) where our != their: return our < their
        case (_?, nil): return true
        case (nil, _?): return false
        default: return our < their
        }
      }
      return ours.count == theirs.count ? left.module < right.module : ours.count < theirs.count
    }
    if left.number != right.number { return (left.number ?? -1) < (right.number ?? -1) }
    return left.direction == .forward && right.direction == .backward
  }
}
