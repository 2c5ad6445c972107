import RecurrentNetworks

/// A tensor of a PyTorch file: what it is is known, its numbers are read when they are asked for.
struct TorchTensor {
  let shape: [Int]
  /// What the file calls its number type: "F32", "FloatStorage".
  let type: String
  /// Nil for types that no weights are read from.
  let storage: StoredNumber?
  /// Row-major.
  let numbers: () throws(NetworkFileProblem) -> StoredNumbers
}

/// The tensors that a PyTorch file holds, by their names, whatever container they are in.
///
/// A state_dict holds names and numbers, and no description of the model: a layer is what has the names
/// weight_ih_l0, weight_hh_l0 and so on under one prefix, which is the module's name; its cell shows in the rows of
/// its matrices. The layers of a module feed one another; how modules do, the file does not say, unless this package
/// wrote it.
struct TorchStateDict {
  let opened: OpenedFile
  let format: NetworkFileFormat
  private(set) var tensors: [String: TorchTensor] = [:]
  /// What may be weights and biases of linear layers.
  private(set) var linear: [String: TorchTensor] = [:]
  /// Of a safetensors file.
  var metadata: [String: String] = [:]
  /// "tanh" or "relu" of modules of simple recurrent cells, where the file says it.
  private(set) var nonlinearities: [String: String] = [:]
  private(set) var notes: [NetworkFileNote] = []
  /// How far training had got, where the file says it.
  var progress: TrainingProgress?

  /// The tensors of recurrent layers among those of a file, and those that may be of linear ones; of the others nothing is
  /// kept. A name's prefixes that `DataParallel` and `torch.compile` add are left out.
  ///
  /// - Parameter nonlinearities: by the modules' names as the file has them.
  /// - Throws: `duplicate` for two names that are the same without their prefixes.
  init(
    _ tensors: some Sequence<(key: String, value: TorchTensor)>, nonlinearities: [String: String] = [:],
    _ format: NetworkFileFormat, in opened: OpenedFile
  ) throws(NetworkFileError) {
    self.opened = opened
    self.format = format
    var recurrent: [(parts: [Substring], tensor: TorchTensor, name: String)] = []
    var others: [(parts: [Substring], tensor: TorchTensor)] = []
    for (name, tensor) in tensors {
      let parts = TorchParameterName.parts(name)
      if TorchParameterName(name) != nil {
        recurrent.append((parts, tensor, name))
      } else if ["weight", "bias"].contains(parts.last), (1...2).contains(tensor.shape.count) {
        others.append((parts, tensor))
      }
    }
    let isParallel = recurrent.allSatisfy { $0.parts.count > 1 && $0.parts[0] == TorchParameterName.parallel }
    func plain(_ parts: [Substring]) -> String { parts.dropFirst(isParallel ? 1 : 0).joined(separator: ".") }
    for (parts, tensor, name) in recurrent {
      guard self.tensors.updateValue(tensor, forKey: plain(parts)) == nil else {
        throw opened.error(.duplicate(name))
      }
    }
    for (parts, tensor) in others { linear[plain(parts)] = tensor }
    for (module, nonlinearity) in nonlinearities {
      self.nonlinearities[plain(TorchParameterName.parts(module))] = nonlinearity
    }
  }

  /// Adds the tensors of another file that belongs to the same model.
  ///
  /// - Throws: `duplicate` for a name that both have.
  mutating func add(_ other: TorchStateDict) throws(NetworkFileError) {
    for (name, tensor) in other.tensors {
      guard tensors.updateValue(tensor, forKey: name) == nil else {
        throw other.opened.error(.duplicate(name))
      }
    }
    linear.merge(other.linear) { own, _ in own }
  }

  mutating func note(_ note: NetworkFileNote) { notes.append(note) }

  /// The file's recurrent layers.
  ///
  /// - Throws: `NetworkFileError`, at the tensor that does not fit.
  func file() throws(NetworkFileError) -> NetworkFile {
    var layers: [TorchLayer] = []
    for parameters in try opened.located(TorchParameters.layers(of: tensors)) {
      layers.append(try TorchLayer(parameters, in: opened))
    }
    guard !layers.isEmpty else { throw opened.error(.noRecurrentLayer) }
    let metadata = SafetensorsMetadata(metadata)
    func nonlinearity(_ layer: TorchLayer) -> String? {
      nonlinearities[layer.place.module] ?? metadata.nonlinearity
    }
    var names = UniqueNames()
    var found: [FoundLayer] = []
    for layer in layers {
      found.append(
        try layer.found(name: names.unique(layer.place.name), nonlinearity: nonlinearity(layer) ?? "tanh"))
    }
    var notes = notes
    if layers.contains(where: { $0.cell == .rnn && nonlinearity($0) == nil }) {
      notes.append(
        .assumed(
          setting: "nonlinearity", value: "tanh",
          reason: "a state_dict does not say whether an RNN has tanh or relu; tanh is PyTorch's default"))
    }
    return NetworkFile(
      format: format, layers: found, stacks: try stacks(layers, metadata),
      heads: try heads(sizes: Set(layers.map(\.hiddenSize))), notes: notes,
      progress: progress ?? TrainingProgress { self.metadata[$0].flatMap { Int($0) } })
  }

  /// The layers of a module are a stack. In a bidirectional one, every layer above the lowest reads both
  /// halves of the one below, so each half of each layer is a stack of its own.
  ///
  /// - Throws: `missing` for a gap in a module's layers, `shape` if a layer does not take what those below
  ///   give.
  private func stacks(
    _ layers: [TorchLayer], _ metadata: SafetensorsMetadata
  ) throws(NetworkFileError) -> [[Int]] {
    var modules: [[Int]] = []
    var start = 0
    while start < layers.count {
      let module = layers[start].place.module
      let end = layers[start...].firstIndex { $0.place.module != module } ?? layers.count
      modules += try stacks(ofModule: Array(start..<end), layers)
      start = end
    }
    return metadata.stack(of: layers, modules: modules).map { [$0] } ?? modules
  }

  private func stacks(
    ofModule places: [Int], _ layers: [TorchLayer]
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
        throw opened.error(
          at: layer.name, .missing(TorchParameterName.name(.inputWeights, of: layer)))
      }
    }
    for (number, below) in zip(forward.indices.dropFirst(), forward.indices) {
      let given = halves.reduce(0) { $0 + layers[$1[below]].outputSize }
      for layer in halves.map({ layers[$0[number]] }) where layer.inputSize != given {
        let rows = layer.cell.gateCount * layer.hiddenSize
        throw opened.error(
          at: TorchParameterName.name(.inputWeights, of: layer.place),
          .shape(found: [rows, layer.inputSize], expected: [rows, given]))
      }
    }
    if backward.isEmpty { return cells.map { [$0] } + (forward.isEmpty ? [] : [forward]) }
    return places.map { [$0] }
  }
}
