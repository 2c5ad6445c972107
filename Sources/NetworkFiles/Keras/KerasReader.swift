import HDF5

/// Reads what Keras writes: `.keras`, `.weights.h5` and the `.h5` of Keras 2.
enum KerasReader {
  /// Bytes of config.json, or of the model_config of an old file, that are read: hundreds of times more than
  /// the largest models have.
  private static let mostConfigBytes: UInt64 = 1 << 26

  /// Whether the names in a zip archive are those of a Keras model.
  static func isArchive(_ archive: ZipArchive) -> Bool {
    archive.entries["config.json"] != nil || archive.entries["model.weights.h5"] != nil
  }

  /// Reads a `.keras` archive.
  ///
  /// - Throws: `NetworkFileError`.
  static func read(_ archive: ZipArchive, path: String) throws(NetworkFileError) -> NetworkFile {
    let model: KerasLayerConfig
    let weights: [UInt8]
    do {
      let config = try archive.read("config.json", limit: mostConfigBytes)
      model = try located("config.json") { () throws(NetworkFileProblem) in
        try KerasLayerConfig(parsing: config[...])
      }
      weights = try located("model.weights.h5") { () throws(NetworkFileProblem) in
        try archive.read("model.weights.h5", limit: .max)
      }
    } catch {
      throw NetworkFileError(path: path, error)
    }
    let reading = KerasReading(path: path)
    let root = try reading.image(weights)
    guard model.isModel else {
      return try reading.weights(
        root, format: .kerasArchive,
        remark:
          "the model is of a class of its own ('\(model.className)'), so its configuration says nothing about its layers"
      )
    }
    return try reading.model(model, .tree(root), format: .kerasArchive)
  }

  private static func located<Result>(
    _ entry: String, _ body: () throws(NetworkFileProblem) -> Result
  ) throws(NetworkFileProblem) -> Result {
    do { return try body() } catch {
      if case .malformed(let what) = error { throw .malformed("\(entry): \(what)") }
      throw error
    }
  }

  /// Reads an HDF5 file: `.weights.h5` or a file of Keras 2, told apart by what they hold.
  ///
  /// - Throws: `NetworkFileError`.
  static func read(_ bytes: [UInt8], path: String) throws(NetworkFileError) -> NetworkFile {
    let reading = KerasReading(path: path)
    let root = try reading.image(bytes)
    let names = Set(try reading.file { () throws(HDF5ImageError) in try root.members().map(\.name) })
    if let legacy = try KerasLegacyFile(root, reading: reading) {
      guard let config = legacy.config else {
        return try reading.weights(legacy)
      }
      guard config.utf8.count <= mostConfigBytes else {
        let size = UInt64(config.utf8.count)
        throw reading.error(
          "/@model_config",
          .tooLarge(what: "the configuration's size in bytes", found: size, limit: mostConfigBytes))
      }
      let model = try reading.located("/@model_config") { () throws(NetworkFileProblem) in
        try KerasLayerConfig(parsing: Array(config.utf8)[...])
      }
      guard model.isModel else { return try reading.weights(legacy) }
      return try reading.model(model, .list(legacy.weights), format: .kerasLegacy)
    }
    guard !names.isDisjoint(with: KerasWeights.containerNames) else {
      throw NetworkFileError(
        path: path,
        .malformed("an HDF5 file that Keras did not write: neither 'layers' nor 'layer_names' in it"))
    }
    return try reading.weights(root, format: .kerasWeights, remark: nil)
  }
}
