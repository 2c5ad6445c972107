import HDF5

/// An HDF5 file of Keras 2: the whole model with its configuration, or the weights alone.
struct KerasLegacyFile {
  /// The configuration of the model, if the file has it.
  let config: String?
  /// The layers in their order, weightless ones included.
  let layerNames: [String]
  /// All weights, layer by layer.
  let weights: [KerasNamedWeight]

  /// - Returns: nil if the file is not one of Keras 2.
  init?(_ root: HDF5ImageObject, reading: KerasReading) throws(NetworkFileError) {
    let parts = try reading.file { () throws(HDF5ImageError) in
      (config: try root.strings(attribute: "model_config"), group: try root.member("model_weights") ?? root)
    }
    guard let names = try Self.list("layer_names", of: parts.group, reading: reading) else {
      guard parts.config == nil else {
        throw reading.error(parts.group.path, .missing("attribute layer_names"))
      }
      return nil
    }
    config = parts.config?.first
    layerNames = names
    guard Set(names).count == names.count else {
      throw reading.error(parts.group.path + "@layer_names", .duplicate("the name of a layer"))
    }
    var weights: [KerasNamedWeight] = []
    for name in names {
      let group = try reading.file { () throws(HDF5ImageError) in try parts.group.member(name) }
      guard let group else { throw reading.error(parts.group.path, .missing("the group of layer '\(name)'")) }
      for path in try Self.list("weight_names", of: group, reading: reading) ?? [] {
        weights.append(KerasNamedWeight(layer: name, path: path, in: group))
      }
    }
    self.weights = weights
  }

  /// A list of names in an attribute, or in several with numbers where one would be larger than HDF5 allows.
  private static func list(
    _ name: String, of group: HDF5ImageObject, reading: KerasReading
  ) throws(NetworkFileError) -> [String]? {
    try reading.file { () throws(HDF5ImageError) in
      if let whole = try group.strings(attribute: name) { return whole }
      guard var list = try group.strings(attribute: name + "0") else { return nil }
      var part = 1
      while let next = try group.strings(attribute: "\(name)\(part)") {
        list += next
        part += 1
      }
      return list
    }
  }
}
