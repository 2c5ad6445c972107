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

  /// What a tensor is of its parameter: the whole of it, or one of those that PyTorch computes it from.
  enum Part: String, CaseIterable {
    case whole = ""
    /// Weight normalisation: the lengths of the rows, ...
    case magnitude = "_g"
    /// ... and their directions; of spectral normalisation, a vector.
    case direction = "_v"
    /// What pruning, spectral normalisation or another parametrization begins with.
    case original = "_orig"
    case mask = "_mask"
    case vector = "_u"
    /// What fastai's weight dropout begins with; the whole beside it is the last one with values dropped.
    case raw = "_raw"
  }

  let layer: Layer
  let role: Role
  let part: Part

  /// The names of the modules that a name goes through, and the tensor's own. `torch.compile` wraps modules in one
  /// called `_orig_mod`, which is left out.
  static func parts(_ name: String) -> [Substring] {
    name.split(separator: ".", omittingEmptySubsequences: false).filter { $0 != "_orig_mod" }
  }

  /// What `DataParallel` calls the module that it wraps.
  static let parallel = "module"

  /// Nil for a name that is no recurrent layer's.
  init?(_ name: String) {
    var parts = Self.parts(name)[...]
    var part = Part.whole
    // module.parametrizations.weight_hh_l0.original0
    if parts.count >= 3, parts[parts.endIndex - 3] == "parametrizations" {
      switch parts.removeLast() {
      case "original0": part = .magnitude
      case "original1": part = .direction
      case "original": part = .original
      default: return nil
      }
      parts.remove(at: parts.endIndex - 2)
    }
    guard var leaf = parts.popLast() else { return nil }
    guard let role = Role.allCases.first(where: { leaf.hasPrefix($0.rawValue) }) else { return nil }
    leaf = leaf.dropFirst(role.rawValue.count)
    if let found = Part.allCases.first(where: { $0 != .whole && leaf.hasSuffix($0.rawValue) }) {
      leaf = leaf.dropLast(found.rawValue.count)
      part = found
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
    self.part = part
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
