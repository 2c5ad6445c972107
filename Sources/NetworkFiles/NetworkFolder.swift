import Files
import Foundation

/// A folder that holds a model.
enum NetworkFolder {
  /// As models of the Hugging Face hub have their weights, the preferred one first.
  static let weights = [
    "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json",
  ]

  /// The path of the file in a folder that holds the weights; nil if the path is that of no folder.
  ///
  /// - Throws: `otherFile`, `folder`.
  static func weights(in path: String) throws(NetworkFileError) -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      return nil
    }
    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: place(of: name)) }
    func place(of name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }
    if let found = weights.first(where: has) { return place(of: found) }
    let isSavedModel = has("saved_model.pb") || has("saved_model.pbtxt")
    throw NetworkFileError(path: path, isSavedModel ? .otherFile(.savedModel) : .folder(lacking: weights))
  }
}

/// What says over which files the weights of a model are spread: a JSON object with a `weight_map` from names to
/// files, as Keras (`.weights.json`) and the Hugging Face hub (`.index.json`) write it beside them.
struct ShardIndex {
  /// What is in which files.
  let files: [String: [String]]
  private let opened: OpenedFile

  /// - Throws: `malformed`, `missing`; `unsupported` for files that are not beside this one.
  init(_ opened: OpenedFile) throws(NetworkFileError) {
    self.opened = opened
    files = try opened.located(Self.files(StrictJSON.parse(opened.bytes[...])))
  }

  private static func files(_ index: StrictJSON) throws(NetworkFileProblem) -> [String: [String]] {
    guard let map = index.object?["weight_map"]?.object else { throw .missing("weight_map (an object)") }
    var files: [String: [String]] = [:]
    for (name, value) in map {
      guard let list = value.string.map({ [$0] }) ?? value.array?.compactMap(\.string), !list.isEmpty else {
        throw .malformed("weight_map: '\(name)' is in no file")
      }
      for file in list where !isPlain(file) {
        throw .unsupported("weights outside the file's own folder: \(file)")
      }
      files[name] = list
    }
    return files
  }

  /// By bytes: a slash with an accent on it is another character, but the system's slash still.
  private static func isPlain(_ file: String) -> Bool {
    !file.isEmpty && file != "." && file != ".." && !file.utf8.contains { [0x2F, 0x5C, 0].contains($0) }
  }

  /// Opens a file that the index names.
  ///
  /// - Throws: `InputFileError`, `NetworkFileError`.
  func open(_ file: String) throws -> OpenedFile {
    let folder = opened.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(opened.path[...$0]) } ?? ""
    return try OpenedFile(path: folder + file)
  }
}

/// Reads the recurrent layers of a PyTorch model whose weights are spread over several files: of these only the ones
/// that hold tensors of recurrent layers are opened.
enum TorchShards: NetworkReader {
  static let formats: [NetworkFileFormat] = []

  static func recognises(_ opened: OpenedFile) -> Bool { JSONText.object(opened.bytes, has: "weight_map") }

  static func read(_ opened: OpenedFile) throws -> NetworkFile {
    let index = try ShardIndex(opened)
    let wanted = index.files.filter { TorchParameterName($0.key) != nil }
    var state: TorchStateDict?
    for file in Set(wanted.values.joined()).sorted() {
      let shard = try index.open(file)
      let own =
        TorchCheckpointReader.recognises(shard)
        ? try TorchCheckpointReader.state(shard) : try SafetensorsReader.state(shard)
      if state == nil { state = own } else { try state?.add(own) }
    }
    guard let state else { throw opened.error(.noRecurrentLayer) }
    return try state.file()
  }
}
