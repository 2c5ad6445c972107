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

  private mutating func assume(_ setting: String, _ value: String, because reason: String? = nil) {
    guard assumed.insert(setting).inserted else { return }
    let standard = version.map { "the default of Keras \($0.text), which wrote it" } ?? "Keras's default"
    note(
      .assumed(
        setting: setting, value: value, reason: "the file does not say it; this is \(reason ?? standard)"))
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

  // MARK: Cells

  /// How a file lays out the arrays of a cell.
  private enum Layout {
    case plain
    /// Of Keras 1: every gate apart.
    case old
    case cuDNN
  }

  /// Kernel, recurrent kernel and perhaps bias of a cell, as Keras has them today; nil if it has other arrays.
  private func arrays(of cell: KerasCell) throws(NetworkFileError) -> ([KerasArray]?, Layout) {
    let old = cell.arrays.compactMap {
      $0.path.split(separator: "/").last.flatMap { KerasNamedWeight.Old($0) }
    }
    let isOld = !old.isEmpty && old.count == cell.arrays.count
    guard isOld || (2...3).contains(cell.arrays.count) else {
      if cell.arrays.count < 2 {
        throw opened.error(at: "layer '\(cell.name)'", .missing("its kernel or recurrent kernel"))
      }
      return (nil, .plain)
    }
    var arrays: [KerasArray] = []
    for object in cell.arrays { arrays.append(try KerasArray(object, in: opened)) }
    if isOld {
      let cellClass = cell.cellClass ?? KerasCellClass(gateCount: old.count / 3)
      guard let cellClass, old.count == 3 * cellClass.gateCount else { return (nil, .old) }
      return (try KerasArray.sideBySide(arrays, old, gates: cellClass.oldGates, in: opened), .old)
    }
    // CuDNN's layers keep two biases in a row.
    if arrays.count == 3, let columns = arrays[1].shape.last, columns > 0, arrays[2].shape.count == 1,
      arrays[2].shape[0] / 2 == columns, arrays[2].shape[0] % 2 == 0
    {
      let units = max(1, arrays[1].shape[0])
      let cellClass = cell.cellClass ?? KerasCellClass(gateCount: columns / units) ?? .lstm
      return (
        arrays.prefix(2).map { $0.fromCuDNN(gates: cellClass.gateCount) }
          + [arrays[2].biasFromCuDNN(areApart: cellClass == .gru)],
        .cuDNN
      )
    }
    return (arrays, .plain)
  }

  /// What gates and candidate go through.
  private mutating func activations(
    of cell: KerasCell, _ shape: KerasCellShape, _ layout: Layout
  ) -> Result<(gates: Activation?, candidate: Activation), LayerRefusal> {
    var candidate = "tanh"
    if let found = cell.settings?.activation("activation") {
      candidate = found
    } else if layout != .cuDNN, cell.settings != nil || shape.cellClass != .simpleRNN || cell.cellClass != nil
    {
      assume("activation", candidate, because: version == nil ? nil : "Keras's default")
    }
    guard let own = KerasVersion.activation(candidate, version),
      shape.cell.canHave(gates: .sigmoid, candidate: own, cellState: own)
    else { return .failure(.setting(name: "activation", value: candidate)) }
    guard shape.cellClass != .simpleRNN, layout != .cuDNN else { return .success((nil, own)) }
    let said = ["recurrent_activation", "inner_activation"].lazy.compactMap { key in
      cell.settings?.activation(key).map { (key, $0) }
    }.first
    let (key, name) = said ?? ("recurrent_activation", nil)
    let gates: Activation?
    if let name {
      gates = KerasVersion.activation(name, layout == .old ? KerasVersion("1") : version)
      guard let gates, shape.cell.canHave(gates: gates, candidate: own) else {
        return .failure(.setting(name: key, value: name))
      }
      return .success((gates, own))
    }
    if let given = opened.assumptions.gateActivation {
      assume(key, given.rawValue, because: "what was asked for")
      gates = given
    } else if let usual = layout == .old ? "hard_sigmoid" : usualGateActivation {
      let isKeras1 = version == nil && layout == .old
      assume(key, usual, because: isKeras1 ? "the default of Keras 1, whose layout the file has" : nil)
      gates = KerasVersion.activation(usual, version ?? (isOld ? KerasVersion("1") : nil))
    } else {
      return .failure(.unsaid(setting: key, choices: ["sigmoid", "hard_sigmoid"]))
    }
    guard let gates, shape.cell.canHave(gates: gates, candidate: own) else {
      let name = gates == .sigmoid ? "sigmoid" : "hard_sigmoid"
      return .failure(.setting(name: key, value: name))
    }
    return .success((gates, own))
  }

  /// What gates go through where the file does not say it; nil if that cannot be told.
  private var usualGateActivation: String? {
    guard let version else { return isOld ? nil : "sigmoid" }
    return version.gateActivation
  }

  private func weights(
    _ arrays: [KerasArray], _ shape: KerasCellShape,
    _ activations: (gates: Activation?, candidate: Activation)
  ) throws(NetworkFileError) -> StoredLayer {
    StoredLayer(
      keras: shape.cell, inputSize: shape.inputSize, hiddenSize: shape.hiddenSize,
      input: try arrays[0].numbers(), recurrent: try arrays[1].numbers(),
      bias: arrays.count > 2 ? try arrays[2].numbers() : nil, gateActivation: activations.gates,
      activation: activations.candidate)
  }

  private func conventions(_ cell: KerasCell, _ shape: KerasCellShape, _ layout: Layout) -> [String] {
    var conventions = [shape.cellClass.gates].compactMap { $0 }
    switch layout {
    case .plain: break
    case .old: conventions.append("layout of Keras 1")
    case .cuDNN: conventions.append("layout of cuDNN converted")
    }
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
