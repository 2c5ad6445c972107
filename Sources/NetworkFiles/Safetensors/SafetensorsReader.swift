import RecurrentNetworks

/// Reads the recurrent layers of a PyTorch state_dict in a safetensors file.
///
/// Such a file holds names and numbers, and no description of the model: a layer is what has the names
/// weight_ih_l0, weight_hh_l0 and so on under one prefix, which is the module's name; its cell shows in the
/// rows of its matrices. The layers of a module feed one another; how modules do, the file does not say,
/// unless this package wrote it.
enum SafetensorsReader: NetworkReader {
  static let formats: [NetworkFileFormat] = [.safetensors]

  /// The length of a JSON text, in eight bytes of which no sensible one needs the upper four, and its brace.
  static func recognises(_ opened: OpenedFile) -> Bool {
    let bytes = opened.bytes
    return bytes.count >= 8 && bytes[4..<8].allSatisfy { $0 == 0 }
      && (bytes.count == 8 || bytes[8] == UInt8(ascii: "{"))
  }

  static func read(_ opened: OpenedFile) throws -> NetworkFile {
    let container = try SafetensorsContainer(opened)
    let layers = try opened.located(TorchParameters.layers(of: container)).map {
      try TorchLayer($0, in: container)
    }
    guard !layers.isEmpty else { throw opened.error(.noRecurrentLayer) }

    let metadata = SafetensorsMetadata(container.metadata)
    var names = UniqueNames()
    var found: [FoundLayer] = []
    for layer in layers {
      found.append(
        try layer.found(
          name: names.unique(layer.place.name), nonlinearity: metadata.nonlinearity ?? "tanh"))
    }
    var notes: [NetworkFileNote] = []
    if metadata.nonlinearity == nil, layers.contains(where: { $0.cell == .rnn }) {
      notes.append(
        .assumed(
          setting: "nonlinearity", value: "tanh",
          reason: "a state_dict does not say whether an RNN has tanh or relu; tanh is PyTorch's default"))
    }
    return NetworkFile(
      format: .safetensors, layers: found, stacks: try stacks(layers, metadata, opened), notes: notes)
  }

  /// The layers of a module are a stack. In a bidirectional one, every layer above the lowest reads both
  /// halves of the one below, so each half of each layer is a stack of its own.
  ///
  /// - Throws: `missing` for a gap in a module's layers, `shape` if a layer does not take what those below
  ///   give.
  private static func stacks(
    _ layers: [TorchLayer], _ metadata: SafetensorsMetadata, _ opened: OpenedFile
  ) throws(NetworkFileError) -> [[Int]] {
    var modules: [[Int]] = []
    var start = 0
    while start < layers.count {
      let module = layers[start].place.module
      let end = layers[start...].firstIndex { $0.place.module != module } ?? layers.count
      modules += try stacks(ofModule: Array(start..<end), layers, opened)
      start = end
    }
    return metadata.stack(of: layers, modules: modules).map { [$0] } ?? modules
  }

  private static func stacks(
    ofModule places: [Int], _ layers: [TorchLayer], _ opened: OpenedFile
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

/// What this package writes into the metadata of a safetensors file, beyond PyTorch's "format": "pt", so that
/// it reads back what it wrote: a state_dict says neither how its modules feed one another nor what an RNN's
/// nonlinearity is. PyTorch passes over it.
struct SafetensorsMetadata {
  static let source = "memprobe"

  /// Modules by name, lowest first.
  let stack: [String]?
  /// Of RNN layers: "tanh", or what another writer said.
  let nonlinearity: String?

  init(_ metadata: [String: String]) {
    let isOurs = metadata["source"] == Self.source
    stack = isOurs ? metadata["stack"]?.split(separator: ",").map(String.init) : nil
    nonlinearity = metadata["nonlinearity"]
  }

  /// The file's entries for a network whose layers stand in these modules.
  static func entries(cells: [CellType], modules: [String]) -> [(key: String, value: String)] {
    var entries = [
      (key: "cells", value: cells.map(\.rawValue).joined(separator: ",")), (key: "format", value: "pt"),
      (key: "source", value: source),
    ]
    if cells.contains(.rnn) { entries.append((key: "nonlinearity", value: "tanh")) }
    if modules.count > 1 { entries.append((key: "stack", value: modules.joined(separator: ","))) }
    return entries.sorted { $0.key < $1.key }
  }

  /// The one stack that the file's modules are, if it says so and their sizes allow it.
  ///
  /// - Parameter modules: each module's layers, lowest first.
  func stack(of layers: [TorchLayer], modules: [[Int]]) -> [Int]? {
    guard let stack, stack.count == modules.count else { return nil }
    var byName: [String: [Int]] = [:]
    for places in modules { byName[layers[places[0]].place.module] = places }
    guard byName.count == stack.count else { return nil }
    var joined: [Int] = []
    for module in stack {
      guard let places = byName.removeValue(forKey: module) else { return nil }
      joined += places
    }
    for (below, above) in zip(joined, joined.dropFirst()) {
      guard layers[above].inputSize == layers[below].outputSize else { return nil }
    }
    return joined.allSatisfy { layers[$0].place.direction == .forward } ? joined : nil
  }
}

extension NetworkFileFormat {
  /// A PyTorch state_dict in `.safetensors`.
  public static let safetensors = NetworkFileFormat(
    name: "safetensors", library: "PyTorch", ending: ".safetensors")
}
