import HDF5
import RecurrentNetworks

/// Dense layers on recurrent ones.
extension KerasCatalog {
  /// Adds a layer, if it is a dense one, or an activation, on a recurrent layer or on a head.
  ///
  /// - Returns: where its outputs come from for the layer above; nil if it is none.
  mutating func add(
    head config: KerasLayerConfig, _ weights: KerasWeights?, fedBy source: Source
  ) throws(NetworkFileError) -> Source? {
    guard config.registeredName == nil else { return nil }
    if case .head(let below) = source, let word = Self.activationLayer(config) {
      return heads.add(
        config.name, kind: config.className, activation: headActivation(word), called: word,
        after: below
      ).map(Source.head) ?? .elsewhere
    }
    let inner =
      config.className == "TimeDistributed"
      ? try opened.located(at: "configuration of '\(config.name)'", config.layer("layer")) : nil
    let dense = inner ?? config
    guard dense.className == "Dense", dense.registeredName == nil else { return nil }
    let arrays = try opened.hdf5(weights?.dense(isWithin: inner != nil)) ?? []
    return try add(
      dense: arrays, named: config.name, kind: inner == nil ? "Dense" : "TimeDistributed(Dense)",
      activation: dense.activation("activation") ?? "linear", fedBy: source)
  }

  /// Adds a dense layer by its kernel and perhaps bias.
  ///
  /// - Parameter activation: nil where the file does not say it.
  mutating func add(
    dense objects: [HDF5ImageObject], named name: String, kind: String, activation: String?,
    fedBy source: Source
  ) throws(NetworkFileError) -> Source {
    let (layer, below, units): (Int, Int?, Int)
    switch source {
    case .layer(let place), .last(let place):
      (layer, below, units) = (place, nil, layers[place].hiddenSize)
    case .head(let place):
      guard let home = heads.heads[place].layer else { return .elsewhere }
      (layer, below, units) = (home, place, heads.heads[place].outputSize)
    case .elsewhere: return .elsewhere
    }
    guard (1...2).contains(objects.count) else { return .elsewhere }
    var arrays: [KerasArray] = []
    for object in objects { arrays.append(try KerasArray(object, in: opened)) }
    let shape = arrays[0].shape
    // What is between may have changed the size.
    guard shape.count == 2, shape[0] == units, shape[1] >= 1,
      arrays.count == 1 || arrays[1].shape == [shape[1]]
    else { return .elsewhere }
    let (inputs, outputs, word) = (shape[0], shape[1], activation ?? "linear")
    func read() throws(NetworkFileError) -> (weights: [Double], bias: [Double]) {
      let kernel: [Double] = try arrays[0].numbers().values()
      return (
        kernel.indices.map { kernel[$0 % inputs * outputs + $0 / inputs] },
        arrays.count == 1 ? Array(repeating: 0, count: outputs) : try arrays[1].numbers().values()
      )
    }
    let weights = heads.reads ? try read() : ([], [])
    return heads.add(
      name, kind: kind, inputSize: inputs, outputSize: outputs, activation: headActivation(word),
      called: word,
      on: layer, below: below,
      note: activation == nil
        ? .assumed(
          setting: "activation of '\(name)'", value: "linear",
          reason: "the file holds no configuration, which would say it") : nil
    ) { weights }.map(Source.head) ?? .elsewhere
  }

  /// The activation that a layer is; nil for another layer.
  private static func activationLayer(_ config: KerasLayerConfig) -> String? {
    switch config.className {
    case "Activation": config.activation("activation")
    case "Softmax": config["axis"]?.integer ?? -1 == -1 ? "softmax" : "softmax along another axis"
    default: nil
    }
  }

  /// Nil for one that there is not here.
  private func headActivation(_ word: String) -> HeadActivation? {
    word == "softmax" ? .softmax : KerasVersion.activation(word, meaning).map(HeadActivation.curve)
  }
}

extension KerasWeights {
  /// Kernel and perhaps bias of a dense layer.
  ///
  /// - Parameter isWithin: whether it is within another layer.
  fileprivate func dense(isWithin: Bool) throws(HDF5ImageError) -> [HDF5ImageObject] {
    switch self {
    case .tree(let layer):
      let group = isWithin ? try layer.member("layer") : layer
      return try group.map { group throws(HDF5ImageError) in try Self.arrays(of: group) } ?? []
    case .list(let weights):
      return try KerasNamedWeight.objects(weights.filter { ["kernel", "bias"].contains($0.role) })
    }
  }
}
