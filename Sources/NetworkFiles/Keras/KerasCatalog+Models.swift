import HDF5

extension KerasReading {
  /// The recurrent layers of a model whose configuration is known.
  func model(
    _ model: KerasLayerConfig, _ weights: KerasWeights, format: NetworkFileFormat
  ) throws(NetworkFileError) -> NetworkFile {
    var catalog = KerasCatalog(reading: self)
    _ = try catalog.add(model: model, weights, fedBy: .elsewhere)
    return try catalog.file(format)
  }
}

extension KerasCatalog {
  typealias Source = StackBuilder.Source

  /// Adds the layers of a model.
  /// - Parameter source: where the model's one input comes from.
  /// - Returns: where its one output comes from.
  mutating func add(
    model: KerasLayerConfig, _ weights: KerasWeights?, fedBy source: Source
  ) throws(NetworkFileError) -> Source {
    let layers = try reading.located("configuration of '\(model.name)'") { () throws(NetworkFileProblem) in
      try model.layers("layers")
    }
    // A Sequential keeps no group for its input layer.
    let kept = model.isFunctional ? layers : layers.filter { $0.className != "InputLayer" }
    let own: [KerasWeights?] = try reading.file { () throws(HDF5ImageError) in
      try weights?.layers(kept) ?? kept.map { _ in nil }
    }
    return model.isFunctional
      ? try add(functional: model, zip(kept, own).map { ($0, $1) }, fedBy: source)
      : try add(sequential: zip(kept, own).map { ($0, $1) }, fedBy: source)
  }

  private mutating func add(
    sequential layers: [(config: KerasLayerConfig, weights: KerasWeights?)], fedBy source: Source
  ) throws(NetworkFileError) -> Source {
    var source = source
    for layer in layers { source = try add(layer.config, layer.weights, fedBy: source) }
    return source
  }

  private mutating func add(
    functional model: KerasLayerConfig, _ layers: [(config: KerasLayerConfig, weights: KerasWeights?)],
    fedBy source: Source
  ) throws(NetworkFileError) -> Source {
    let inputs = layers.count { $0.config.className == "InputLayer" }
    var sources: [String: Source] = [:]
    func output(_ tensor: KerasLayerConfig.Tensor?) -> Source {
      // Which call it was matters to layers with several calls only, and those are no source.
      guard let tensor, tensor.output == 0 else { return .elsewhere }
      return sources[tensor.layer] ?? .elsewhere
    }
    for (config, weights) in layers {
      if config.className == "InputLayer" {
        sources[config.name] = inputs == 1 ? source : .elsewhere
        continue
      }
      let calls = config.calls
      // A layer that is called several times is several layers with the same weights.
      let below = calls.count == 1 ? output(calls[0].inputs.first) : .elsewhere
      if calls.count > 1, KerasClasses.looksRecurrent(config) {
        note(.remark("layer '\(config.name)' is called \(calls.count) times with the same weights"))
      } else if calls.first.map({ $0.inputs.count > 1 }) ?? false, KerasClasses.looksRecurrent(config) {
        note(
          .remark(
            "layer '\(config.name)' is given its initial state by other layers; here it starts from zero"))
      }
      let isMerge = calls.first.map { $0.inputs.count > 1 } ?? false && !KerasClasses.looksRecurrent(config)
      let result = try add(config, weights, fedBy: isMerge ? .elsewhere : below)
      sources[config.name] = calls.count == 1 ? result : .elsewhere
    }
    return output(model.output)
  }

  /// Adds one layer, whatever it is.
  private mutating func add(
    _ config: KerasLayerConfig, _ weights: KerasWeights?, fedBy source: Source
  ) throws(NetworkFileError) -> Source {
    if config.isModel { return try add(model: config, weights, fedBy: source) }
    if KerasClasses.isInert(config) { return source }
    if config.className == "Bidirectional" || KerasClasses.looksRecurrent(config) {
      return try add(recurrent: config, weights, fedBy: source)
    }
    // A wrapper around a recurrent layer computes something else than that layer.
    let inner = try reading.located("configuration of '\(config.name)'") { () throws(NetworkFileProblem) in
      try config.layer("layer")
    }
    if let inner, KerasClasses.looksRecurrent(inner) {
      try refuse(
        name: config.name, kind: "\(config.className)(\(inner.className))", arrays: [], settings: inner,
        .feature("a \(config.className) around a recurrent layer"), fedBy: source)
    }
    return .elsewhere
  }
}
