import HDF5

/// Walks the groups of a weights file of Keras 3 in search of recurrent cells.
struct KerasTreeWalk {
  private let opened: OpenedFile
  private var catalog: KerasCatalog
  private var visited: Set<KerasGroup.Identity> = []

  /// Models within models: hard links can lead in circles, and a recursion needs an end.
  private static let mostDepth = 64

  private init(_ opened: OpenedFile) {
    self.opened = opened
    catalog = KerasCatalog(opened)
    catalog.guessesStacks = true
  }

  /// The recurrent layers of a file, or part of one, that holds weights and no configuration: what a layer is
  /// must be told from names and shapes.
  ///
  /// The file itself orders layers by name. What is known besides is the order in which they were written,
  /// which is that of the model.
  static func file(
    of root: KerasGroup, _ format: NetworkFileFormat, remark: String? = nil, in opened: OpenedFile
  ) throws(NetworkFileError) -> NetworkFile {
    var walk = KerasTreeWalk(opened)
    if let remark { walk.catalog.note(.remark(remark)) }
    _ = try walk.add(model: root, fedBy: .elsewhere)
    if walk.catalog.layers.count > 1 { walk.catalog.noteOrder("in which they were written") }
    return try walk.catalog.file(format)
  }

  /// Adds the layers of a model, in the order in which their groups were made.
  private mutating func add(
    model: KerasGroup, fedBy source: StackBuilder.Source, depth: Int = 0
  ) throws(NetworkFileError) -> StackBuilder.Source {
    guard depth < Self.mostDepth else {
      let limit = UInt64(Self.mostDepth)
      throw opened.error(
        in: model.path, .tooLarge(what: "the depth of models within models", found: limit + 1, limit: limit))
    }
    try visit(model)
    var source = source
    for (name, group) in try members(of: model) {
      if KerasWeights.containerNames.contains(name) {
        for (name, layer) in try members(of: group) {
          source = try add(layer, called: name, fedBy: source, depth: depth)
        }
      } else if !Self.notLayers.contains(name) {
        // A layer that a model of the user's own class keeps under a name of its own.
        _ = try add(group, called: name, fedBy: .elsewhere, depth: depth)
        source = .elsewhere
      }
    }
    return source
  }

  /// - Throws: `unsupported` for a group that has been visited by another name.
  private mutating func visit(_ group: KerasGroup) throws(NetworkFileError) {
    for identity in group.identities {
      guard visited.insert(identity).inserted else {
        throw opened.error(in: group.path, .unsupported("a group with two names"))
      }
    }
  }

  /// Groups that hold no layers.
  private static let notLayers: Set = ["vars", "optimizer", "seed_generator", "metrics", "_functional"]

  /// The groups within a group, in the order in which they were made, unless the counters in their names say
  /// that it is another one: then, sorted by name and counter.
  private func members(
    of group: KerasGroup
  ) throws(NetworkFileError) -> [(name: String, object: KerasGroup)] {
    let members = try opened.hdf5(group.members().filter { $0.object.isGroup })
    var last: [String: Int] = [:]
    for (name, _) in members {
      let plain = name.withoutCounter
      if let before = last[plain], before > name.counter {
        return members.sorted {
          ($0.name.withoutCounter, $0.name.counter) < ($1.name.withoutCounter, $1.name.counter)
        }
      }
      last[plain] = name.counter
    }
    return members
  }

  private mutating func add(
    _ layer: KerasGroup, called group: String, fedBy source: StackBuilder.Source, depth: Int
  ) throws(NetworkFileError) -> StackBuilder.Source {
    let parts = Dictionary(uniqueKeysWithValues: try members(of: layer))
    let name = try opened.hdf5(layer.ownName) ?? group
    if let cell = parts["cell"] {
      return .layer(try add(cell: cell, named: name, kind: group, .forward, fedBy: source))
    }
    if let forward = parts["forward_layer"], let backward = parts["backward_layer"] {
      for (half, direction, part) in [
        (forward, LayerDirection.forward, "forward_layer"), (backward, .backward, "backward_layer"),
      ] {
        guard let cell = try opened.hdf5(half.member("cell")) else { continue }
        try add(
          cell: cell, named: "\(name)/\(part)", kind: "\(group)/\(part)", direction,
          fedBy: direction == .forward ? source : .elsewhere)
      }
      return .elsewhere
    }
    if KerasClasses.isInert(groupName: group) { return source }
    if group.withoutCounter == "dense", source != .elsewhere {
      return try catalog.add(
        dense: opened.hdf5(KerasWeights.arrays(of: layer)), named: name, kind: "dense", activation: nil,
        fedBy: source)
    }
    if parts.keys.contains(where: { $0 != "vars" }) {
      return try add(model: layer, fedBy: source, depth: depth + 1)
    }
    return .elsewhere
  }

  /// Adds a cell, or those that are stacked in it.
  /// - Returns: the place of the last one.
  @discardableResult
  private mutating func add(
    cell: KerasGroup, named name: String, kind: String, _ direction: LayerDirection,
    fedBy source: StackBuilder.Source
  ) throws(NetworkFileError) -> Int {
    try visit(cell)
    let stacked = try opened.hdf5(cell.member("cells"))
    guard let stacked else {
      return try add(arraysOf: cell, named: name, kind: kind, direction, fedBy: source)
    }
    var source = source
    var last: Int?
    for (part, cell) in try members(of: stacked) {
      let place = try add(
        arraysOf: cell, named: "\(name)/\(part)", kind: "\(kind)/\(part)", direction, fedBy: source)
      (source, last) = (.layer(place), place)
    }
    guard let last else { throw opened.error(in: cell.path, .missing("a cell within")) }
    return last
  }

  private mutating func add(
    arraysOf cell: KerasGroup, named name: String, kind: String, _ direction: LayerDirection,
    fedBy source: StackBuilder.Source
  ) throws(NetworkFileError) -> Int {
    let (arrays, own) = try opened.hdf5((KerasWeights.arrays(of: cell), cell.ownName))
    let groupName = kind.split(separator: "/").first.map(String.init) ?? kind
    let cellClass = own.flatMap { KerasCellClass(groupName: $0) } ?? KerasCellClass(groupName: groupName)
    guard cellClass != nil || !groupName.contains("conv") else {
      return try catalog.refuse(
        name: name, kind: kind, direction: direction, arrays: arrays, settings: nil,
        .feature("a convolutional recurrent layer"), fedBy: source)
    }
    return try catalog.add(
      KerasCell(name: name, kind: kind, direction: direction, cellClass: cellClass, arrays: arrays),
      fedBy: source)
  }
}
