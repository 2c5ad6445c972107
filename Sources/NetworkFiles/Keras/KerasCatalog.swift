import HDF5
import RecurrentNetworks

/// The recurrent layers of a Keras file, gathered one by one.
struct KerasCatalog {
  let opened: OpenedFile
  /// Whether what feeds what is guessed from the order of the layers: shapes that do not fit then end a stack,
  /// where otherwise they are an error.
  var guessesStacks = false
  private(set) var layers: [FoundLayer] = []
  private var stacks = StackBuilder()
  private var names = UniqueNames()
  private var assumed: Set<String> = []
  private var notes: [NetworkFileNote] = []

  /// More recurrent layers than any network has.
  static let mostLayers = 4_096

  init(_ opened: OpenedFile) {
    self.opened = opened
  }

  mutating func note(_ note: NetworkFileNote) {
    if !notes.contains(note) { notes.append(note) }
  }

  /// Notes that the order of the layers alone says what feeds what.
  mutating func noteOrder(_ order: String) {
    note(
      .assumed(
        setting: "what feeds what", value: "each layer the next, where the sizes fit",
        reason: "the file holds no configuration, only layers; their order is the one \(order)"))
  }

  private mutating func assume(_ setting: String, _ value: String) {
    guard assumed.insert(setting).inserted else { return }
    note(
      .assumed(setting: setting, value: value, reason: "the file does not say it; this is Keras's default"))
  }

  /// - Throws: `noRecurrentLayer`.
  func file(_ format: NetworkFileFormat) throws(NetworkFileError) -> NetworkFile {
    guard !layers.isEmpty else { throw opened.error(.noRecurrentLayer) }
    return NetworkFile(format: format, layers: layers, stacks: stacks.stacks, notes: notes)
  }

  // MARK: Adding

  /// Adds a cell with its weights.
  /// - Returns: its place in the list.
  @discardableResult
  mutating func add(_ cell: KerasCell, fedBy source: StackBuilder.Source) throws(NetworkFileError) -> Int {
    guard cell.arrays.count == 2 || cell.arrays.count == 3 else {
      if cell.arrays.count < 2 {
        throw opened.error(at: "layer '\(cell.name)'", .missing("its kernel or recurrent kernel"))
      }
      return try refuse(
        name: cell.name, kind: cell.kind, direction: cell.direction, arrays: cell.arrays,
        settings: cell.settings, .feature("a cell of more than three arrays"), fedBy: source)
    }
    let datasets = try cell.arrays.map { array throws(NetworkFileError) in
      try opened.hdf5(array.dataset())
    }
    let places = zip(cell.arrays, datasets).map { (place: $0.path, shape: $1.shape) }
    // CuDNN's layers keep two biases in a row.
    if let bias = places.dropFirst(2).first, bias.shape == [2 * (places[1].shape.last ?? 0)] {
      return try refuse(
        name: cell.name, kind: cell.kind, direction: cell.direction, arrays: cell.arrays,
        settings: cell.settings, .feature("the layout of a CuDNN layer"), fedBy: source)
    }
    let shape = try KerasCellShape(places, of: cell, opened)
    var content: Result<StoredLayer, LayerRefusal>
    if let refusal = cell.refusal {
      content = .failure(refusal)
    } else {
      content = .success(try weights(datasets, places.map(\.place), shape))
      if cell.settings != nil || shape.cellClass != .simpleRNN || cell.cellClass != nil {
        for assumption in cell.assumptions { assume(assumption.setting, assumption.value) }
      }
      if shape.assumesResetAfter { assume("reset_after", "True") }
    }
    let storage = datasets.map(\.storage).max { $0.size < $1.size }
    return try append(
      FoundLayer(
        name: names.unique(cell.name), kind: cell.kind, direction: cell.direction, cell: shape.cell,
        inputSize: shape.inputSize, hiddenSize: shape.hiddenSize,
        parameterCount: places.reduce(0) { $0 + $1.shape.reduce(1, *) }, storage: storage ?? .float32,
        conventions: conventions(cell, shape), content: content), fedBy: source)
  }

  /// Adds a layer that cannot be run, whose sizes may not be known.
  @discardableResult
  mutating func refuse(
    name: String, kind: String, direction: LayerDirection = .forward, arrays: [HDF5ImageObject],
    settings: KerasLayerConfig?, _ refusal: LayerRefusal, fedBy source: StackBuilder.Source
  ) throws(NetworkFileError) -> Int {
    // What these arrays are is not known, so nothing about them is an error.
    let datasets = arrays.compactMap { try? $0.dataset() }
    let units = settings?["units"]?.integer ?? settings?["filters"]?.integer
    let matrices = datasets.filter { $0.shape.count == 2 }
    let count = datasets.reduce(0.0) { $0 + $1.shape.reduce(1.0) { $0 * Double($1) } }
    return try append(
      FoundLayer(
        name: names.unique(name), kind: kind, direction: direction, cell: nil,
        inputSize: matrices.first?.shape[0] ?? 0,
        hiddenSize: max(0, units ?? matrices.dropFirst().first?.shape[0] ?? 0),
        parameterCount: Int(exactly: count) ?? 0,
        storage: datasets.first?.storage ?? .float32, conventions: [],
        content: .failure(refusal)), fedBy: source)
  }

  private mutating func append(
    _ layer: FoundLayer, fedBy source: StackBuilder.Source
  ) throws(NetworkFileError) -> Int {
    let place = layers.count
    guard place < Self.mostLayers else {
      let limit = UInt64(Self.mostLayers)
      throw opened.error(
        .tooLarge(what: "the number of recurrent layers", found: UInt64(place) + 1, limit: limit))
    }
    var source = source
    if case .layer(let index) = source, layer.inputSize != layers[index].hiddenSize {
      let below = layers[index]
      if !guessesStacks, (try? below.content.get()) != nil, (try? layer.content.get()) != nil {
        throw opened.error(
          at: "the kernel of layer '\(layer.name)'",
          .shape(found: [layer.inputSize], expected: [below.hiddenSize]))
      }
      source = .elsewhere
    }
    layers.append(layer)
    stacks.add(place, fedBy: source)
    return place
  }

  private func weights(
    _ datasets: [HDF5ImageDataset], _ places: [String], _ shape: KerasCellShape
  ) throws(NetworkFileError) -> StoredLayer {
    var arrays: [StoredNumbers] = []
    for (dataset, place) in zip(datasets, places) {
      let bytes = try opened.hdf5(dataset.read())
      arrays.append(try opened.located(at: place, StoredNumbers(dataset.storage, in: bytes)))
    }
    return StoredLayer(
      keras: shape.cell, inputSize: shape.inputSize, hiddenSize: shape.hiddenSize, input: arrays[0],
      recurrent: arrays[1], bias: arrays.count > 2 ? arrays[2] : nil)
  }

  private func conventions(_ cell: KerasCell, _ shape: KerasCellShape) -> [String] {
    var conventions = [shape.cellClass.gates].compactMap { $0 }
    if shape.cellClass == .gru { conventions.append("reset_after=\(shape.cell == .gru ? "True" : "False")") }
    if shape.lacksBias { conventions.append("use_bias=False") }
    for key in ["dropout", "recurrent_dropout"] {
      if let rate = cell.settings?[key]?.number, rate > 0 {
        conventions.append("\(key)=\(rate) (nothing at inference)")
      }
    }
    if let dtype = cell.settings?.dtype, dtype.hasPrefix("mixed") {
      conventions.append("dtype policy \(dtype)")
    }
    return conventions + cell.conventions
  }
}

extension HDF5ImageDataset {
  /// Of a dataset of floats.
  fileprivate var storage: StoredNumber { StoredNumber(rawValue: number.rawValue) ?? .float64 }
}
