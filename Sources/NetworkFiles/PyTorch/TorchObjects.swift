/// The tensors in the values of a pickle that PyTorch wrote, found by walking through them as data.
///
/// A checkpoint is anything that holds tensors by names: a state_dict (texts to tensors), a dictionary that holds one
/// beside an epoch and an optimizer, or a module, whose tensors are under `_parameters` and whose modules are under
/// `_modules`. What holds them, under whatever key, is not part of the names, unless several do.
struct TorchObjects {
  private let pickle: Pickle
  private let storages: TorchStorages
  /// The tensors of recurrent layers: what holds them, and their names in it.
  private var found: [(holder: String, name: String, tensor: TorchTensor)] = []
  private var modes: [(holder: String, module: String, nonlinearity: String)] = []
  /// Values may be reached by many ways, and by cycles.
  private var visited: Set<Pickle.Place> = []

  /// Objects within one another.
  private static let mostDepth = 64

  init(_ pickle: Pickle, _ storages: TorchStorages) {
    self.pickle = pickle
    self.storages = storages
  }

  /// Walks through all that the pickle holds.
  ///
  /// - Throws: `malformed` for a recurrent layer's tensor that is not put together as tensors are; `tooLarge` for modules
  ///   too deep within one another.
  mutating func collect() throws(NetworkFileProblem) {
    try walk(pickle.root, holder: "", depth: 0)
  }

  private var holders: Set<String> { Set(found.map(\.holder)) }

  /// The tensors by their names, and what holds them.
  var named: (tensors: [(key: String, value: TorchTensor)], holders: Set<String>) {
    (found.map { (key: name($0.name, in: $0.holder), value: $0.tensor) }, holders)
  }

  /// "tanh" or "relu", by module.
  var nonlinearities: [String: String] {
    Dictionary(modes.map { (name($0.module, in: $0.holder), $0.nonlinearity) }) { first, _ in first }
  }

  private func name(_ name: String, in holder: String) -> String {
    holders.count > 1 ? Self.join(holder, name) : name
  }

  private static func join(_ prefix: String, _ name: String) -> String {
    prefix.isEmpty ? name : name.isEmpty ? prefix : "\(prefix).\(name)"
  }

  // MARK: Walking

  private mutating func walk(
    _ place: Pickle.Place, holder: String, depth: Int
  ) throws(NetworkFileProblem) {
    // What is farther away is no set of weights.
    guard depth <= Self.mostDepth, visited.insert(place).inserted else { return }
    if let entries = pickle.dictionary(place) {
      try walk(entries, holder: holder, depth: depth)
    } else if let elements = pickle.list(place) {
      for (index, element) in elements.enumerated() {
        try walk(element, holder: Self.join(holder, "\(index)"), depth: depth + 1)
      }
    } else if let object = pickle.object(place), !isTensor(object) {
      if Self.isModule(object, pickle) {
        try walk(module: object, named: "", holder: holder, depth: depth)
      } else {
        try walk(object.items, holder: holder, depth: depth)
        if let state = object.state { try walk(state, holder: holder, depth: depth + 1) }
        for argument in object.arguments { try walk(argument, holder: holder, depth: depth + 1) }
      }
    }
  }

  private mutating func walk(
    _ entries: [(key: Pickle.Place, value: Pickle.Place)], holder: String, depth: Int
  ) throws(NetworkFileProblem) {
    for (key, value) in entries {
      guard let key = pickle.text(key) ?? pickle.integer(key).map(String.init) else { continue }
      if isTensor(value) {
        try add(value, named: key, holder: holder)
      } else {
        try walk(value, holder: Self.join(holder, key), depth: depth + 1)
      }
    }
  }

  /// A module, or an object of TorchScript, which has its tensors and modules as attributes.
  private mutating func walk(
    module object: Pickle.Object, named name: String, holder: String, depth: Int
  ) throws(NetworkFileProblem) {
    guard depth <= Self.mostDepth else {
      throw .tooLarge(
        what: "the depth of modules in the pickle", found: UInt64(depth), limit: UInt64(Self.mostDepth))
    }
    guard let state = object.state.flatMap({ pickle.dictionary($0) }) else { return }
    func attribute(_ name: String) -> String? { pickle.value(name, in: state).flatMap { pickle.text($0) } }
    if let mode = attribute("mode"), mode.hasPrefix("RNN_") {
      modes.append((holder, name, mode.dropFirst(4).lowercased()))
    } else if let nonlinearity = attribute("nonlinearity") {
      modes.append((holder, name, nonlinearity))
    }
    let kept = ["_parameters", "_buffers", "_modules"].compactMap {
      pickle.value($0, in: state).flatMap { pickle.dictionary($0) }
    }
    for (key, value) in kept.isEmpty ? state : kept.flatMap({ $0 }) {
      guard let key = pickle.text(key) else { continue }
      let own = Self.join(name, key)
      if isTensor(value) {
        try add(value, named: own, holder: holder)
      } else if let inner = pickle.object(value), visited.insert(value).inserted {
        try walk(module: inner, named: own, holder: holder, depth: depth + 1)
      }
    }
  }

  private static func isModule(_ object: Pickle.Object, _ pickle: Pickle) -> Bool {
    if object.name?.module.hasPrefix("__torch__") ?? false { return true }
    guard let state = object.state.flatMap({ pickle.dictionary($0) }) else { return false }
    return pickle.value("_parameters", in: state) != nil && pickle.value("_modules", in: state) != nil
  }

  // MARK: Tensors

  private mutating func add(
    _ place: Pickle.Place, named name: String, holder: String
  ) throws(NetworkFileProblem) {
    guard TorchParameterName(name) != nil, let object = pickle.object(place) else { return }
    found.append((holder, name, try tensor(object)))
  }

  private func isTensor(_ place: Pickle.Place) -> Bool { pickle.object(place).map(isTensor) ?? false }

  private func isTensor(_ object: Pickle.Object) -> Bool {
    guard object.isCall, let name = object.name else { return false }
    return Self.views.contains(name.name) || Self.wrappers[name.name] != nil
  }

  /// What makes a tensor of a storage.
  private static let views: Set = ["_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3"]
  /// What makes one of another tensor, with the place of that among the arguments.
  private static let wrappers = [
    "_rebuild_parameter": 0, "_rebuild_parameter_with_state": 0, "Parameter": 0, "Buffer": 0, "Variable": 0,
  ]

  private func tensor(_ object: Pickle.Object) throws(NetworkFileProblem) -> TorchTensor {
    var object = object
    // A parameter is a tensor of a class of its own, which can be wrapped once more.
    for _ in 0..<8 {
      guard let name = object.name?.name, let place = Self.wrappers[name] else { break }
      guard object.arguments.indices.contains(place), let inner = pickle.object(object.arguments[place])
      else {
        throw .malformed("\(name) without a tensor")
      }
      object = inner
    }
    let arguments = object.arguments
    guard let name = object.name?.name, Self.views.contains(name), arguments.count >= 4,
      let storage = TorchStorage(arguments[0], in: pickle), let offset = pickle.integer(arguments[1]),
      let shape = integers(arguments[2]), let strides = integers(arguments[3]),
      (0..<1 << 48).contains(offset),
      shape.count == strides.count, shape.count <= 8, (shape + strides).allSatisfy({ $0 >= 0 })
    else { throw .malformed("a tensor that is no view of a storage") }
    var type = storage.type
    if name == "_rebuild_tensor_v3", arguments.count >= 7, let dtype = pickle.name(arguments[6]) {
      type = TorchStorage.Number(dtype: dtype.name)
    }
    let view = TorchView(
      type: type, offset: offset + storage.offset, shape: shape,
      // Along an axis of one there is nothing to step over, whatever the stride says.
      strides: zip(shape, strides).map { $0 == 1 ? 0 : $1 })
    let (storages, key) = (storages, storage.key)
    return TorchTensor(shape: shape, type: type.name, storage: type.stored) {
      () throws(NetworkFileProblem) in try view.numbers(key, in: storages)
    }
  }

  private func integers(_ place: Pickle.Place) -> [Int]? {
    // A torch.Size is made of a tuple.
    let list = pickle.list(place) ?? pickle.object(place)?.arguments.first.flatMap { pickle.list($0) }
    guard let list else { return nil }
    let integers = list.compactMap { pickle.integer($0) }
    return integers.count == list.count ? integers : nil
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
private struct TorchView {
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
