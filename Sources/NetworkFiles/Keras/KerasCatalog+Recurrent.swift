import HDF5

extension KerasCatalog {
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
    return config.flag("return_sequences", default: false) ? .layer(place) : .elsewhere
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
    let (forward, backward) = try reading.located("configuration of '\(config.name)'") {
      () throws(NetworkFileProblem) in (try config.layer("layer"), try config.layer("backward_layer"))
    }
    guard let forward else {
      throw reading.error("configuration of '\(config.name)'", .missing("the layer within"))
    }
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
      let own = half.config.name.hasPrefix(half.prefix) ? half.config.name : half.prefix + half.config.name
      let weights = try reading.file { () throws(HDF5ImageError) -> KerasWeights? in
        if let found = try weights?.part(half.part, name: own) { return found }
        return try weights?.part(half.part, name: half.config.name)
      }
      try add(
        Part(
          config: half.config, weights: weights, name: "\(config.name)/\(half.part)",
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
      (cells, isStack) = try reading.located("configuration of '\(config.name)'") {
        () throws(NetworkFileProblem) in
        guard let cell = try config.layer("cell") else { throw .missing("the cell") }
        return cell.className == "StackedRNNCells" ? (try cell.layers("cells"), true) : ([cell], false)
      }
    } else {
      return try refused(.feature("the class '\(config.className)'"))
    }
    if let unknown = cells.first(where: {
      KerasCellClass(className: $0.className) == nil || $0.registeredName != nil
    }) {
      return try refused(.feature("the cell class '\(unknown.registeredName ?? unknown.className)'"))
    }
    let arrays = try reading.file { () throws(HDF5ImageError) in
      try part.weights?.cells(isStack ? cells : nil) ?? []
    }
    guard arrays.count == cells.count, !cells.isEmpty else {
      throw reading.error("layer '\(part.name)'", .missing("its weights"))
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
