import RecurrentNetworks

/// Reads the recurrent layers of a PyTorch state_dict in a safetensors file.
///
/// Such a file holds names and numbers, and no description of the model: a layer is what has the names
/// weight_ih_l0, weight_hh_l0 and so on under one prefix, which is the module's name; its cell shows in the
/// rows of its matrices. The layers of a module feed one another; how modules do, the file does not say,
/// unless this package wrote it.
enum SafetensorsReader {
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - path: for messages.
  /// - Throws: `NetworkFileError`.
  static func read(_ bytes: [UInt8], path: String) throws(NetworkFileError) -> NetworkFile {
    let container = try SafetensorsContainer(bytes, path: path)
    let layers = try layers(of: container, path: path)
    guard !layers.isEmpty else { throw NetworkFileError(path: path, .noRecurrentLayer) }

    let metadata = SafetensorsMetadata(container.metadata)
    var names = UniqueNames()
    var found: [FoundLayer] = []
    for layer in layers {
      found.append(
        try layer.found(
          name: names.unique(layer.place.name), nonlinearity: metadata.nonlinearity ?? "tanh", path: path))
    }
    var notes: [NetworkFileNote] = []
    if metadata.nonlinearity == nil, layers.contains(where: { $0.cell == .rnn }) {
      notes.append(
        .assumed(
          setting: "nonlinearity", value: "tanh",
          reason: "a state_dict does not say whether an RNN has tanh or relu; tanh is PyTorch's default"))
    }
    return NetworkFile(
      format: .safetensors, layers: found, stacks: try stacks(layers, metadata, path: path), notes: notes)
  }

  private static func layers(
    of container: SafetensorsContainer, path: String
  ) throws(NetworkFileError) -> [TorchLayer] {
    let parameters = try NetworkFileError.placing(path: path) { () throws(NetworkFileProblem) in
      try TorchParameters.layers(of: container)
    }
    var layers: [TorchLayer] = []
    for parameters in parameters { layers.append(try TorchLayer(parameters, in: container, path: path)) }
    return layers
  }

  /// The layers of a module are a stack. In a bidirectional one, every layer above the lowest reads both
  /// halves of the one below, so each half of each layer is a stack of its own.
  ///
  /// - Throws: `missing` for a gap in a module's layers, `shape` if a layer does not take what those below
  ///   give.
  private static func stacks(
    _ layers: [TorchLayer], _ metadata: SafetensorsMetadata, path: String
  ) throws(NetworkFileError) -> [[Int]] {
    var modules: [[Int]] = []
    var start = 0
    while start < layers.count {
      let module = layers[start].place.module
      let end = layers[start...].firstIndex { $0.place.module != module } ?? layers.count
      modules += try stacks(ofModule: Array(start..<end), layers, path: path)
      start = end
    }
    return metadata.stack(of: layers, modules: modules).map { [$0] } ?? modules
  }

  private static func stacks(
    ofModule places: [Int], _ layers: [TorchLayer], path: String
  ) throws(NetworkFileError) -> [[Int]] {
    let cells = places.filter { layers[$0].place.number == nil }
    let forward = places.filter { layers[$0].place.number != nil && layers[$0].place.direction == .forward }
    let backward = places.filter { layers[$0].place.number != nil && layers[$0].place.direction == .backward }
    let halves = backward.isEmpty ? [forward] : [forward, backward]
    for half in halves {
      for number in 0..<max(forward.count, backward.count)
      where number >= half.count || layers[half[number]].place.number != number {
        let layer = TorchParameterName.Layer(
          module: layers[places[0]].place.module, number: number,
          direction: half == backward ? .backward : .forward)
        throw NetworkFileError(
          path: path, place: layer.name, .missing(TorchParameterName.name(.inputWeights, of: layer)))
      }
    }
    for (number, below) in zip(forward.indices.dropFirst(), forward.indices) {
      let given = halves.reduce(0) { $0 + layers[$1[below]].outputSize }
      for layer in halves.map({ layers[$0[number]] }) where layer.inputSize != given {
        let rows = layer.cell.gateCount * layer.hiddenSize
        throw NetworkFileError(
          path: path, place: TorchParameterName.name(.inputWeights, of: layer.place),
          .shape(found: [rows, layer.inputSize], expected: [rows, given]))
      }
    }
    if backward.isEmpty { return cells.map { [$0] } + (forward.isEmpty ? [] : [forward]) }
    return places.map { [$0] }
  }
}
