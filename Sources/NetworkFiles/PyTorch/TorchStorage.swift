/// The numbers that the tensors of a file are views of, by the keys that its pickle knows them by.
final class TorchStorages {
  private enum Source {
    case archive(ZipArchive, folder: String)
    case ranges([String: Range<Int>], in: [UInt8])
  }

  private let source: Source
  /// The last one that was read: the tensors of a module often share one.
  private var last: (key: String, bytes: ArraySlice<UInt8>)?
  /// How many more numbers may be made. An honest file has each in two bytes at least, and tensors that share them
  /// a few times over; but any number of names can point at the same ones.
  private var allowance: Int

  init(archive: ZipArchive, folder: String) {
    source = .archive(archive, folder: folder)
    allowance = archive.size + (1 << 20)
  }

  init(_ ranges: [String: Range<Int>], in bytes: [UInt8]) {
    source = .ranges(ranges, in: bytes)
    allowance = bytes.count + (1 << 20)
  }

  func bytes(_ key: String) throws(NetworkFileProblem) -> ArraySlice<UInt8> {
    if let last, last.key == key { return last.bytes }
    let bytes: ArraySlice<UInt8>
    switch source {
    case .archive(let archive, let folder): bytes = try archive.read(folder + key, limit: .max)[...]
    case .ranges(let ranges, let file):
      guard let range = ranges[key] else { throw .missing("storage '\(key)'") }
      bytes = file[range]
    }
    last = (key, bytes)
    return bytes
  }

  /// Counts numbers that are about to be made.
  func spend(_ count: Int) throws(NetworkFileProblem) {
    guard count <= allowance else {
      throw .malformed("tensors that make more numbers than the file has bytes for")
    }
    allowance -= count
  }
}

/// A storage as a pickle refers to it: ("storage", class, key, device, count) and, before PyTorch 0.4, perhaps a view.
struct TorchStorage {
  /// Numbers as PyTorch names them, "Float" of a FloatStorage.
  struct Number: Equatable {
    let name: String
    let size: Int
    let stored: StoredNumber?

    private static let sizes = [
      "Double": 8, "Float": 4, "Half": 2, "BFloat16": 2, "Long": 8, "Int": 4, "Short": 2, "Char": 1,
      "Byte": 1,
      "Bool": 1, "ComplexDouble": 16, "ComplexFloat": 8, "QInt8": 1, "QUInt8": 1, "QInt32": 4, "Untyped": 1,
    ]
    private static let stored: [String: StoredNumber] = [
      "Double": .float64, "Float": .float32, "Half": .float16, "BFloat16": .bfloat16,
    ]
    private static let types = [
      "float64": "Double", "float32": "Float", "float16": "Half", "bfloat16": "BFloat16",
    ]

    /// Nil for a class that is none of PyTorch's storages.
    init?(storage: String) {
      guard storage.hasSuffix("Storage"), let size = Self.sizes[String(storage.dropLast(7))] else {
        return nil
      }
      let name = String(storage.dropLast(7))
      (self.name, self.size, stored) = (name, size, Self.stored[name])
    }

    init(dtype: String) {
      let storage = Self.types[dtype] ?? ""
      (name, size, stored) = (dtype, Self.sizes[storage] ?? 1, Self.stored[storage])
    }
  }

  let type: Number
  let key: String
  /// Where a view begins, in numbers.
  let offset: Int

  init?(_ place: Pickle.Place, in pickle: Pickle) {
    guard case .persistent(let identity) = pickle.values[place], let parts = pickle.list(identity),
      parts.count >= 5, pickle.text(parts[0]) == "storage",
      let type = pickle.name(parts[1]).flatMap({ Number(storage: $0.name) }),
      let key = pickle.text(parts[2]) ?? pickle.integer(parts[2]).map(String.init)
    else { return nil }
    let view = parts.count >= 6 ? pickle.list(parts[5]) : nil
    let offset = view.flatMap { $0.count == 3 ? pickle.integer($0[1]) : nil } ?? 0
    guard (0..<1 << 48).contains(offset) else { return nil }
    (self.type, self.key, self.offset) = (type, key, offset)
  }

  /// The number type of every storage that a pickle refers to.
  static func all(in pickle: Pickle) -> [String: Number] {
    var types: [String: Number] = [:]
    for place in pickle.values.indices {
      if let storage = TorchStorage(place, in: pickle) { types[storage.key] = storage.type }
    }
    return types
  }
}

/// Which numbers of a storage a tensor has.
struct TorchView {
  let type: TorchStorage.Number
  let offset: Int
  let shape: [Int]
  let strides: [Int]

  /// - Throws: `malformed` for a view beyond its storage, or of more numbers than it has.
  func numbers(_ key: String, in storages: TorchStorages) throws(NetworkFileProblem) -> StoredNumbers {
    guard let stored = type.stored else { throw .numberType(found: type.name) }
    let bytes = try storages.bytes(key)
    let available = bytes.count / stored.size
    // In floating-point numbers, which cannot overflow.
    let count = shape.reduce(1.0) { $0 * Double($1) }
    let last = zip(shape, strides).reduce(Double(offset)) { $0 + Double($1.0 - 1) * Double($1.1) }
    guard count > 0 else { return try StoredNumbers([]) }
    guard count <= Double(available), last < Double(available) else {
      throw .malformed(
        "a view of shape \(shape), strides \(strides) from \(offset) on a storage of \(available) numbers")
    }
    try storages.spend(Int(count))
    let start = bytes.startIndex + offset * stored.size
    if isContiguous { return try StoredNumbers(stored, in: bytes[start..<start + Int(count) * stored.size]) }
    var gathered: [UInt8] = []
    gathered.reserveCapacity(Int(count) * stored.size)
    var position = [Int](repeating: 0, count: shape.count)
    var place = start
    for _ in 0..<Int(count) {
      gathered += bytes[place..<place + stored.size]
      for axis in shape.indices.reversed() {
        position[axis] += 1
        place += strides[axis] * stored.size
        if position[axis] < shape[axis] { break }
        place -= position[axis] * strides[axis] * stored.size
        position[axis] = 0
      }
    }
    return try StoredNumbers(stored, in: gathered[...])
  }

  private var isContiguous: Bool {
    var expected = 1
    for (size, stride) in zip(shape, strides).reversed() where size != 1 {
      guard stride == expected else { return false }
      expected *= size
    }
    return true
  }
}
