import HDF5
import RecurrentNetworks

/// The recurrent layers of a Keras file, gathered one by one.
struct KerasCatalog {
  let opened: OpenedFile
  /// Whether what feeds what is guessed from the order of the layers: shapes that do not fit then end a stack,
  /// where otherwise they are an error.
  var guessesStacks = false
  /// The version of Keras that wrote the file, if it says so.
  var version: KerasVersion?
  /// Whether the format is that of Keras 1 and 2, in which defaults changed over time.
  var isOld = false
  private(set) var layers: [FoundLayer] = []
  var heads: HeadBuilder
  private var stacks = StackBuilder()
  private var names = UniqueNames()
  private var assumed: Set<String> = []
  private var notes: [NetworkFileNote] = []

  /// More recurrent layers than any network has.
  static let mostLayers = 4_096

  init(_ opened: OpenedFile) {
    self.opened = opened
    heads = HeadBuilder(reads: opened.readsHeads)
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

  mutating func assume(_ setting: String, _ value: String, because reason: String? = nil) {
    guard assumed.insert(setting).inserted else { return }
    let standard = version.map { "the default of Keras \($0.text), which wrote it" } ?? "Keras's default"
    note(
      .assumed(
        setting: setting, value: value, reason: "the file does not say it; this is \(reason ?? standard)"))
  }

  /// - Throws: `noRecurrentLayer`.
  func file(_ format: NetworkFileFormat) throws(NetworkFileError) -> NetworkFile {
    guard !layers.isEmpty else { throw opened.error(.noRecurrentLayer) }
    return NetworkFile(
      format: format, layers: layers, stacks: stacks.stacks, heads: heads.heads, notes: notes)
  }

  // MARK: Adding

  /// Adds a cell with its weights.
  /// - Returns: its place in the list.
  @discardableResult
  mutating func add(_ cell: KerasCell, fedBy source: StackBuilder.Source) throws(NetworkFileError) -> Int {
    let (found, layout) = try arrays(of: cell)
    guard let arrays = found else {
      return try refuse(
        name: cell.name, kind: cell.kind, direction: cell.direction, arrays: cell.arrays,
        settings: cell.settings, .feature("a cell of more than three arrays"), fedBy: source)
    }
    let resetsAfter = layout == .old ? false : version?.resetsAfter ?? true
    let shape = try KerasCellShape(arrays, of: cell, resetsAfter: resetsAfter, opened)
    let content: Result<StoredLayer, LayerRefusal>
    switch activations(of: cell, shape, layout) {
    case .failure(let refusal): content = .failure(refusal)
    case .success(let activations):
      if let refusal = cell.refusal {
        content = .failure(refusal)
      } else {
        content = .success(try weights(arrays, shape, activations))
        if shape.assumesResetAfter { assume("reset_after", resetsAfter ? "True" : "False") }
      }
    }
    let storage = arrays.map(\.storage).max { $0.size < $1.size }
    return try append(
      FoundLayer(
        name: names.unique(cell.name), kind: cell.kind, direction: cell.direction, cell: shape.cell,
        inputSize: shape.inputSize, hiddenSize: shape.hiddenSize,
        parameterCount: arrays.reduce(0) { $0 + $1.shape.reduce(1, *) }, storage: storage ?? .float32,
        conventions: conventions(cell, shape, layout), content: content), fedBy: source)
  }

  /// Adds a layer that cannot be run, whose sizes may not be known.
  @discardableResult
  mutating func refuse(
    name: String, kind: String, direction: LayerDirection = .forward, arrays: [HDF5ImageObject],
    settings: KerasLayerConfig?, _ refusal: LayerRefusal, fedBy source: StackBuilder.Source
  ) throws(NetworkFileError) -> Int {
    // What these arrays are is not known, so nothing about them is an error.
    let datasets = arrays.compactMap { try? $0.dataset() }
    let units = (settings?["units"] ?? settings?["output_dim"] ?? settings?["filters"])?.integer
    let matrices = datasets.filter { $0.shape.count == 2 }
    let count = datasets.reduce(0.0) { $0 + $1.shape.reduce(1.0) { $0 * Double($1) } }
    return try append(
      FoundLayer(
        name: names.unique(name), kind: kind, direction: direction, cell: nil,
        inputSize: matrices.first?.shape[0] ?? 0,
        hiddenSize: max(0, units ?? matrices.dropFirst().first?.shape[0] ?? 0),
        parameterCount: Int(exactly: count) ?? 0,
        storage: datasets.first.flatMap { StoredNumber(rawValue: $0.number.rawValue) } ?? .float32,
        conventions: [],
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
}
