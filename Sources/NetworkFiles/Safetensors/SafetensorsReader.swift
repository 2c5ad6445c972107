import RecurrentNetworks

/// Reads the recurrent layers of a PyTorch state_dict in a safetensors file.
enum SafetensorsReader: NetworkReader {
  static let formats: [NetworkFileFormat] = [.safetensors]

  static func recognises(_ opened: OpenedFile) -> Bool { SafetensorsContainer.begins(opened.bytes[...]) }

  static func read(_ opened: OpenedFile) throws -> NetworkFile { try state(opened).file() }

  /// The tensors of recurrent layers.
  static func state(_ opened: OpenedFile) throws(NetworkFileError) -> TorchStateDict {
    let container = try SafetensorsContainer(opened)
    let tensors = container.tensors.mapValues { tensor in
      TorchTensor(shape: tensor.shape, type: tensor.number.rawValue, storage: tensor.number.stored) {
        () throws(NetworkFileProblem) in
        guard let numbers = try container.numbers(tensor) else {
          throw .numberType(found: tensor.number.rawValue)
        }
        return numbers
      }
    }
    var state = try TorchStateDict(tensors.sorted { $0.key < $1.key }, .safetensors, in: opened)
    state.metadata = container.metadata
    return state
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
