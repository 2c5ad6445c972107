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
  /// What may be of linear layers.
  private var others: [(holder: String, name: String, tensor: TorchTensor)] = []
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

  /// Those of which `DataParallel` holds all.
  private var parallel: Set<String> {
    holders.filter { holder in
      found.allSatisfy { $0.holder != holder || $0.name.hasPrefix(TorchParameterName.parallel + ".") }
    }
  }

  /// The tensors by their names, and what holds them.
  var named: (tensors: [(key: String, value: TorchTensor)], holders: Set<String>) {
    let (holders, parallel) = (holders, parallel)
    return (
      (found + others.filter { holders.contains($0.holder) }).map {
        (key: Self.name($0.name, in: $0.holder, holders, parallel), value: $0.tensor)
      }, holders
    )
  }

  /// "tanh" or "relu", by module.
  var nonlinearities: [String: String] {
    let (holders, parallel) = (holders, parallel)
    return Dictionary(
      modes.map { (Self.name($0.module, in: $0.holder, holders, parallel), $0.nonlinearity) }
    ) { first, _ in first }
  }

  /// What stands beside the tensors' holder, in the outermost dictionary.
  var progress: TrainingProgress {
    let entries = pickle.dictionary(pickle.root) ?? pickle.object(pickle.root)?.items ?? []
    return TrainingProgress { name in pickle.value(name, in: entries).flatMap { pickle.integer($0) } }
  }

  private static func name(
    _ name: String, in holder: String, _ holders: Set<String>, _ parallel: Set<String>
  ) -> String {
    let prefix = TorchParameterName.parallel + "."
    let plain =
      parallel.contains(holder) && name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    return holders.count > 1 ? join(holder, plain) : plain
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
    guard let object = pickle.object(place) else { return }
    if TorchParameterName(name) != nil {
      found.append((holder, name, try tensor(object)))
    } else if ["weight", "bias"].contains(name.split(separator: ".").last), let tensor = try? tensor(object) {
      others.append((holder, name, tensor))
    }
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
