/// Reads what `torch.save` writes: a zip archive since PyTorch 1.6, one stream of pickles and numbers before.
///
/// An archive holds NAME/data.pkl, the pickle that says what there is, and NAME/data/0, 1, ..., the numbers.
/// `torch.jit.save` writes such an archive, too, with NAME/code beside.
enum TorchCheckpointReader: NetworkReader {
  static let formats: [NetworkFileFormat] = [.torchCheckpoint]

  /// Bytes of a pickle that are read: a hundred times more than the largest checkpoints have.
  private static let mostPickleBytes: UInt64 = 1 << 26

  static func recognises(_ opened: OpenedFile) -> Bool {
    if let archive = opened.archive { return pickleName(archive) != nil || isScript(archive) }
    return opened.bytes.starts(with: TorchStream.magic)
  }

  static func read(_ opened: OpenedFile) throws -> NetworkFile {
    let state = try state(opened)
    guard !state.tensors.isEmpty else {
      if let archive = opened.archive, isScript(archive) { throw opened.error(.torchScript) }
      throw opened.error(.noRecurrentLayer)
    }
    return try state.file()
  }

  /// The tensors of recurrent layers.
  static func state(_ opened: OpenedFile) throws(NetworkFileError) -> TorchStateDict {
    let (pickle, storages) =
      if let archive = opened.archive {
        try opened.located(contents(of: archive))
      } else {
        try opened.located(TorchStream(opened.bytes).contents)
      }
    var objects = TorchObjects(pickle, storages)
    try opened.located(objects.collect())
    let (tensors, holders) = objects.named
    var state = try TorchStateDict(
      tensors, nonlinearities: objects.nonlinearities, .torchCheckpoint, in: opened)
    state.progress = objects.progress
    if holders.count > 1 {
      state.note(
        .remark("the file holds several sets of weights: \(holders.sorted().joined(separator: ", "))"))
    }
    return state
  }

  private static func pickleName(_ archive: ZipArchive) -> String? {
    archive.entries.keys.filter { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }
      .min { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
  }

  /// TorchScript keeps its program beside; before PyTorch 1.4 it had its tensors elsewhere, without names.
  private static func isScript(_ archive: ZipArchive) -> Bool {
    archive.entries.keys.contains {
      ($0.hasPrefix("code/") || $0.contains("/code/")) && ($0.hasSuffix(".py") || $0.hasSuffix(".debug_pkl"))
    }
  }

  private static func contents(
    of archive: ZipArchive
  ) throws(NetworkFileProblem) -> (Pickle, TorchStorages) {
    guard let name = pickleName(archive) else { throw .torchScript }
    let folder = String(name.dropLast("data.pkl".count))
    if archive.entries[folder + "byteorder"] != nil {
      let order = String(decoding: try archive.read(folder + "byteorder", limit: 64), as: UTF8.self)
      guard order == "little" else { throw .unsupported("numbers in the byte order '\(order)'") }
    }
    let pickle = try Pickle(archive.read(name, limit: mostPickleBytes)[...])
    return (pickle, TorchStorages(archive: archive, folder: folder + "data/"))
  }
}

extension NetworkFileFormat {
  /// What `torch.save` writes: a state_dict, a checkpoint that holds one, or a whole module.
  public static let torchCheckpoint = NetworkFileFormat(
    name: "PyTorch checkpoint", library: "PyTorch", ending: ".pt", otherEndings: [".pth", ".bin", ".ckpt"])
}

/// The format before PyTorch 1.6: five pickles (a magic number, a version, the writer's machine, what there is, the
/// keys of the storages), then each storage, its length before it.
struct TorchStream {
  let contents: (Pickle, TorchStorages)

  /// The pickle of PyTorch's magic number, 0x1950a86a20f9469cfc6c.
  static let magic: [UInt8] = [
    0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
  ]

  init(_ bytes: [UInt8]) throws(NetworkFileProblem) {
    var place = Self.magic.count
    func next() throws(NetworkFileProblem) -> Pickle {
      let pickle = try Pickle(bytes[place...])
      place = pickle.end
      return pickle
    }
    let version = try next()
    guard version.integer(version.root) == 1001 else { throw .malformed("its protocol version is not 1001") }
    let machine = try next()
    if let entries = machine.dictionary(machine.root),
      let order = machine.value("little_endian", in: entries), case .bool(false) = machine.values[order]
    {
      throw .unsupported("numbers in the byte order 'big'")
    }
    let object = try next()
    let keys = try next()
    let sizes = TorchStorage.all(in: object)
    var ranges: [String: Range<Int>] = [:]
    for key in keys.list(keys.root) ?? [] {
      guard let key = keys.text(key), let type = sizes[key] else {
        throw .malformed("a storage that no tensor is of")
      }
      guard bytes.count - place >= 8 else {
        throw .truncated(needed: UInt64(place) + 8, found: UInt64(bytes.count))
      }
      let count = bytes[place..<place + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
      place += 8
      let size = count.multipliedReportingOverflow(by: UInt64(type.size))
      guard !size.overflow, size.partialValue <= UInt64(bytes.count - place) else {
        let end = size.partialValue.addingReportingOverflow(UInt64(place))
        throw .truncated(
          needed: size.overflow || end.overflow ? .max : end.partialValue, found: UInt64(bytes.count))
      }
      ranges[key] = place..<place + Int(size.partialValue)
      place += Int(size.partialValue)
    }
    contents = (object, TorchStorages(ranges, in: bytes))
  }
}
