import HDF5

/// Reads what Keras writes: `.keras`, `.weights.h5` and the `.h5` of Keras 2.
enum KerasReader: NetworkReader {
  static let formats: [NetworkFileFormat] = [.kerasArchive, .kerasWeights, .kerasLegacy]

  /// Bytes of config.json, or of the model_config of an old file, that are read: hundreds of times more than
  /// the largest models have.
  private static let mostConfigBytes: UInt64 = 1 << 26

  static func recognises(_ opened: OpenedFile) -> Bool {
    if let entries = opened.archive?.entries {
      return entries["config.json"] != nil || entries["model.weights.h5"] != nil
    }
    return HDF5Image.isHDF5(opened.bytes)
  }

  static func read(_ opened: OpenedFile) throws -> NetworkFile {
    let image =
      if let archive = opened.archive {
        try opened.located(entry("model.weights.h5", archive.read("model.weights.h5", limit: .max)))
      } else { opened.bytes }
    let root = try opened.hdf5(HDF5Image(image).root())
    var file =
      if let archive = opened.archive { try read(archive, root, opened) } else { try read(root, opened) }
    file.progress = TrainingProgress { $0 == TrainingProgress.iterations ? iterations(root) : nil }
    return file
  }

  /// The steps that the optimizer counted: its first variable in Keras 3, a named one before. A file is no worse for
  /// an optimizer that cannot be read.
  private static func iterations(_ root: HDF5ImageObject) -> Int? {
    var place = try? KerasGroup(roots: [root]).member("optimizer")?.member("vars")?.member("0")?.array
    if let weights = try? root.member("optimizer_weights"),
      let names = try? weights.strings(attribute: "weight_names"),
      let name = names.first(where: { $0.split(separator: "/").last?.hasPrefix("iter") ?? false })
    {
      place = name.split(separator: "/").reduce(weights) { group, part in
        group.flatMap { try? $0.member(String(part)) }
      }
    }
    guard let dataset = try? place?.dataset(integers: true), dataset.number.isInteger, dataset.shape.isEmpty,
      let bytes = try? dataset.read(), let count = dataset.number.doubles(bytes).first
    else { return nil }
    return Int(exactly: count)
  }

  /// Reads a `.keras` archive.
  private static func read(
    _ archive: ZipArchive, _ root: HDF5ImageObject, _ opened: OpenedFile
  ) throws(NetworkFileError) -> NetworkFile {
    let config = try opened.located(archive.read("config.json", limit: mostConfigBytes))
    let model = try opened.located(entry("config.json", KerasLayerConfig(parsing: config[...])))
    let groups = try opened.hdf5(KerasGroup(roots: [root]))
    guard model.isModel else {
      return try KerasTreeWalk.file(
        of: groups, .kerasArchive,
        remark:
          "the model is of a class of its own ('\(model.className)'), so its configuration says nothing about its layers",
        in: opened)
    }
    let version = try? opened.located(metadata(archive))
    return try KerasCatalog.file(
      of: model, .tree(groups), .kerasArchive, version: version, in: opened)
  }

  /// The version of Keras that wrote the archive.
  private static func metadata(_ archive: ZipArchive) throws(NetworkFileProblem) -> KerasVersion {
    let text = try archive.read("metadata.json", limit: 1 << 16)
    guard let version = try StrictJSON.parse(text[...]).object?["keras_version"]?.string else {
      throw .missing("keras_version")
    }
    return KerasVersion(version)
  }

  /// Evaluates something of an entry of the archive, whose name an error then begins with.
  private static func entry<Value>(
    _ name: String, _ value: @autoclosure () throws(NetworkFileProblem) -> Value
  ) throws(NetworkFileProblem) -> Value {
    do { return try value() } catch {
      if case .malformed(let what) = error { throw .malformed("\(name): \(what)") }
      throw error
    }
  }

  /// Reads an HDF5 file: `.weights.h5` or a file of Keras 2, told apart by what they hold.
  private static func read(
    _ root: HDF5ImageObject, _ opened: OpenedFile
  ) throws(NetworkFileError) -> NetworkFile {
    if let legacy = try KerasLegacyFile(root, in: opened) {
      guard let config = legacy.config else { return try legacy.file() }
      let (place, size) = ("/@model_config", UInt64(config.utf8.count))
      guard size <= mostConfigBytes else {
        throw opened.error(
          at: place,
          .tooLarge(what: "the configuration's size in bytes", found: size, limit: mostConfigBytes))
      }
      let model = try opened.located(at: place, KerasLayerConfig(parsing: Array(config.utf8)[...]))
      guard model.isModel else { return try legacy.file() }
      return try KerasCatalog.file(
        of: model, .list(legacy.weights), .kerasLegacy, version: legacy.version, in: opened)
    }
    let groups = try opened.hdf5(KerasGroup(roots: [root]))
    // A model of the user's own class has its layers in the root itself, beside `vars`.
    let names = Set(try opened.hdf5(groups.members()).map(\.name))
    guard !names.isDisjoint(with: KerasWeights.containerNames + ["vars"]) else {
      throw opened.error(.otherFile(.hdf5))
    }
    return try KerasTreeWalk.file(of: groups, .kerasWeights, in: opened)
  }
}

extension NetworkFileFormat {
  /// Keras 3 `.keras`: a zip archive of configuration and weights.
  public static let kerasArchive = NetworkFileFormat(
    name: "Keras archive", library: "Keras", ending: ".keras")
  /// Keras 3 `.weights.h5`.
  public static let kerasWeights = NetworkFileFormat(
    name: "Keras weights", library: "Keras", ending: ".weights.h5")
  /// Keras 2 `.h5`, a whole model or weights alone.
  public static let kerasLegacy = NetworkFileFormat(name: "Keras 2 HDF5", library: "Keras", ending: ".h5")
}

extension OpenedFile {
  /// - Parameter object: the path of an HDF5 object, of which the root is the file itself.
  func error(in object: String, _ problem: NetworkFileProblem) -> NetworkFileError {
    error(at: object == "/" ? nil : object, problem)
  }

  /// Evaluates something of the HDF5 file that this one is or holds.
  func hdf5<Value>(
    _ value: @autoclosure () throws(HDF5ImageError) -> Value
  ) throws(NetworkFileError) -> Value {
    do { return try value() } catch { throw self.error(in: error.object, NetworkFileProblem(error.problem)) }
  }
}

extension NetworkFileProblem {
  fileprivate init(_ problem: HDF5ImageProblem) {
    switch problem {
    case .notHDF5: self = .malformed("no HDF5 file")
    case .truncated(let needed, let found): self = .truncated(needed: needed, found: found)
    case .malformed(let what): self = .malformed(what)
    case .checksum(let place, _): self = .malformed("a checksum at byte \(place) that does not fit")
    case .wrongType(let found): self = .numberType(found: found)
    case .unsupported(let what): self = .unsupported(what)
    case .tooLarge(let what, let found, let limit): self = .tooLarge(what: what, found: found, limit: limit)
    }
  }
}
