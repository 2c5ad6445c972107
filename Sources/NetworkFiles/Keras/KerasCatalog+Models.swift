import HDF5

extension KerasCatalog {
  typealias Source = StackBuilder.Source

  /// The recurrent layers of a model whose configuration is known.
  static func file(
    of model: KerasLayerConfig, _ weights: KerasWeights, _ format: NetworkFileFormat,
    version: KerasVersion?, in opened: OpenedFile
  ) throws(NetworkFileError) -> NetworkFile {
    var catalog = KerasCatalog(opened)
    catalog.version = version
    catalog.isOld = format == .kerasLegacy
    _ = try catalog.add(model: model, weights, fedBy: .elsewhere)
    return try catalog.file(format)
  }

  /// Adds the layers of a model.
  /// - Parameter source: where the model's one input comes from.
  /// - Returns: where its one output comes from.
  mutating func add(
    model: KerasLayerConfig, _ weights: KerasWeights?, fedBy source: Source
  ) throws(NetworkFileError) -> Source {
    let layers = try opened.located(at: "configuration of '\(model.name)'", model.layers("layers"))
    // A Sequential keeps no group for its input layer.
    let kept = model.isFunctional ? layers : layers.filter { $0.className != "InputLayer" }
    let own: [KerasWeights?] = try opened.hdf5(weights?.layers(kept) ?? kept.map { _ in nil })
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
    if let output = try add(head: config, weights, fedBy: source) { return output }
    // A wrapper around a recurrent layer computes something else than that layer.
    let inner = try opened.located(at: "configuration of '\(config.name)'", config.layer("layer"))
    if let inner, KerasClasses.looksRecurrent(inner) {
      try refuse(
        name: config.name, kind: "\(config.className)(\(inner.className))", arrays: [], settings: inner,
        .feature("a \(config.className) around a recurrent layer"), fedBy: source)
    }
    return .elsewhere
  }

  // MARK: Recurrent layers

  /// Adds a recurrent layer of a known or unknown class.
  /// - Returns: where its outputs come from for the layer above.
  mutating func add(
    recurrent config: KerasLayerConfig, _ weights: KerasWeights?, fedBy source: Source
  ) throws(NetworkFileError) -> Source {
    if config.className == "Bidirectional", config.registeredName == nil {
      return try add(bidirectional: config, weights, fedBy: source)
    }
    let isBackward = config.flag("go_backwards", default: false)
    let place = try add(
      Part(config: config, weights: weights, name: config.name, kind: config.className),
      direction: isBackward ? .backward : .forward, fedBy: isBackward ? .elsewhere : source)
    return config.flag("return_sequences", default: false) ? .layer(place) : .last(place)
  }

  /// A layer that reads its sequence in one direction: itself, or half of a bidirectional one.
  private struct Part {
    let config: KerasLayerConfig
    let weights: KerasWeights?
    let name: String
    let kind: String
  }

  /// Adds both halves. The forward one is fed by what feeds the layer; the backward one reads that from its
  /// end, and the layer above reads both.
  private mutating func add(
    bidirectional config: KerasLayerConfig, _ weights: KerasWeights?, fedBy source: Source
  ) throws(NetworkFileError) -> Source {
    let place = "configuration of '\(config.name)'"
    let (forward, backward) = try opened.located(
      at: place, (config.layer("layer"), config.layer("backward_layer")))
    guard let forward else { throw opened.error(at: place, .missing("the layer within")) }
    let isForward = !forward.flag("go_backwards", default: false)
    let halves = [
      (part: "forward_layer", prefix: "forward_", config: forward, isForward: isForward),
      (
        part: "backward_layer", prefix: "backward_", config: backward ?? forward,
        isForward: backward.map { !$0.flag("go_backwards", default: false) } ?? !isForward
      ),
    ]
    for half in halves {
      // Keras 2 puts the prefix before the name of what the user gave it.
      let name = half.config.name.hasPrefix(half.prefix) ? half.config.name : half.prefix + half.config.name
      var own = try opened.hdf5(weights?.part(half.part, name: name))
      if own == nil { own = try opened.hdf5(weights?.part(half.part, name: half.config.name)) }
      try add(
        Part(
          config: half.config, weights: own, name: "\(config.name)/\(half.part)",
          kind: "Bidirectional(\(half.config.className))"),
        direction: half.isForward ? .forward : .backward, fedBy: half.isForward ? source : .elsewhere)
    }
    return .elsewhere
  }

  /// - Returns: the place of the last cell.
  @discardableResult
  private mutating func add(
    _ part: Part, direction: LayerDirection, fedBy source: Source
  ) throws(NetworkFileError) -> Int {
    let config = part.config
    func refused(_ refusal: LayerRefusal) throws(NetworkFileError) -> Int {
      let arrays = (try? part.weights?.cells(nil).first) ?? []
      return try refuse(
        name: part.name, kind: part.kind, direction: direction, arrays: arrays, settings: config, refusal,
        fedBy: source)
    }
    if let registered = config.registeredName { return try refused(.feature("the class '\(registered)'")) }
    if config["num_constants"]?.integer ?? 0 > 0 {
      return try refused(.feature("constants besides the input"))
    }
    let conventions = ["go_backwards", "stateful"].filter { config.flag($0, default: false) }.map {
      $0 + "=True"
    }
    let cells: [KerasLayerConfig]
    var isStack = false
    if KerasCellClass(className: config.className) != nil {
      cells = [config]
    } else if config.className == "RNN" {
      let place = "configuration of '\(config.name)'"
      guard let cell = try opened.located(at: place, config.layer("cell")) else {
        throw opened.error(at: place, .missing("the cell"))
      }
      isStack = cell.className == "StackedRNNCells"
      cells = isStack ? try opened.located(at: place, cell.layers("cells")) : [cell]
    } else {
      return try refused(.feature("the class '\(config.className)'"))
    }
    if let unknown = cells.first(where: {
      KerasCellClass(className: $0.className) == nil || $0.registeredName != nil
    }) {
      return try refused(.feature("the cell class '\(unknown.registeredName ?? unknown.className)'"))
    }
    let arrays = try opened.hdf5(part.weights?.cells(isStack ? cells : nil) ?? [])
    guard arrays.count == cells.count, !cells.isEmpty else {
      throw opened.error(at: "layer '\(part.name)'", .missing("the group of its weights"))
    }
    var source = source
    var last = 0
    for (cell, arrays) in zip(cells, arrays) {
      last = try add(
        KerasCell(
          name: isStack ? "\(part.name)/\(cell.name)" : part.name,
          kind: config.className == "RNN" ? part.kind + "(\(cell.className))" : part.kind,
          direction: direction, cellClass: KerasCellClass(className: cell.className), settings: cell,
          conventions: conventions, arrays: arrays), fedBy: source)
      source = .layer(last)
    }
    return last
  }
}
