import Files
import HDF5

extension NetworkFile {
  /// The most bytes of a file that are read: 4 GiB, a recurrent layer of 16,000 units in float32. Weights
  /// take up to four times their bytes in memory.
  public static let mostBytes = 1 << 32

  /// Reads a network file of any format; which one is told from its bytes, not from its name.
  ///
  /// - Throws: `InputFileError` if it cannot be opened, `NetworkFileError` if it is not what it should be.
  public init(path: String) throws {
    let limit = Self.mostBytes
    let bytes = try InputFile.bytes(of: path, upTo: limit + 1)
    guard bytes.count <= limit else {
      throw NetworkFileError(
        path: path,
        .tooLarge(what: "the size of the file in bytes", found: UInt64(bytes.count), limit: UInt64(limit)))
    }
    try self.init(bytes: bytes, path: path)
  }

  /// Reads the bytes of a network file.
  ///
  /// - Parameter path: for errors, and for the folder of the data that an ONNX model keeps in another file.
  /// - Throws: `NetworkFileError`; `InputFileError` if that other file cannot be opened.
  public init(bytes: [UInt8], path: String) throws {
    if ZipArchive.isZip(bytes) {
      self = try Self.archive(bytes, path: path)
    } else if HDF5Image.isHDF5(bytes) {
      self = try KerasReader.read(bytes, path: path)
    } else if Self.isPickle(bytes) {
      throw NetworkFileError(path: path, .pickle)
    } else if Self.isSafetensors(bytes) {
      self = try SafetensorsReader.read(bytes, path: path)
    } else if Self.isShardIndex(bytes) {
      throw NetworkFileError(path: path, .shardIndex)
    } else {
      // Has no mark to know it by, so it comes last.
      self = try ONNXReader.read(bytes, path: path)
    }
  }

  /// A zip archive is a Keras model, or a PyTorch checkpoint, which is a pickle with its data.
  private static func archive(_ bytes: [UInt8], path: String) throws(NetworkFileError) -> NetworkFile {
    let archive: ZipArchive
    do { archive = try ZipArchive(bytes) } catch { throw NetworkFileError(path: path, error) }
    if archive.entries.keys.contains(where: { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }) {
      throw NetworkFileError(path: path, .pickle)
    }
    guard KerasReader.isArchive(archive) else { throw NetworkFileError(path: path, .unknownFormat) }
    return try KerasReader.read(archive, path: path)
  }

  /// A pickle of protocol 2 to 5 begins with its protocol. Nothing else that is read begins so.
  private static func isPickle(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 2 && bytes[0] == 0x80 && (2...5).contains(bytes[1])
  }

  /// What Keras (`.weights.json`) and the hub of transformers (`.safetensors.index.json`) write beside
  /// weights that are spread over several files: a JSON object with `metadata` and a `weight_map`.
  private static func isShardIndex(_ bytes: [UInt8]) -> Bool {
    let blanks = " \n\r\t".utf8
    guard bytes.first(where: { !blanks.contains($0) }) == UInt8(ascii: "{") else { return false }
    return String(decoding: bytes.prefix(1 << 16), as: UTF8.self).contains("\"weight_map\"")
  }

  /// The length of a JSON text, in eight bytes of which no sensible one needs the upper four, and its brace.
  private static func isSafetensors(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 8 && bytes[4..<8].allSatisfy { $0 == 0 }
      && (bytes.count == 8 || bytes[8] == UInt8(ascii: "{"))
  }
}
