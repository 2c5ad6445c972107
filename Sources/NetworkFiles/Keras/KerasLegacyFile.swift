import HDF5

/// An HDF5 file of Keras 1 or 2: the whole model with its configuration, or the weights alone.
struct KerasLegacyFile {
  /// The configuration of the model, if the file has it.
  let config: String?
  /// The layers in their order, weightless ones included.
  let layerNames: [String]
  /// All weights, layer by layer.
  let weights: [KerasNamedWeight]
  /// The version that wrote the file, if it says so.
  let version: KerasVersion?
  private let opened: OpenedFile

  /// - Returns: nil if the file is not one of Keras 1 or 2.
  init?(_ root: HDF5ImageObject, in opened: OpenedFile) throws(NetworkFileError) {
    self.opened = opened
    let config = try opened.hdf5(root.strings(attribute: "model_config"))
    let model = try opened.hdf5(root.member("model_weights") ?? root)
    guard let names = try opened.hdf5(Self.list("layer_names", of: model)) else {
      guard config == nil else { throw opened.error(in: model.path, .missing("attribute layer_names")) }
      return nil
    }
    self.config = config?.first
    let versions = try opened.hdf5(
      (root.strings(attribute: "keras_version"), model.strings(attribute: "keras_version")))
    version = (versions.0 ?? versions.1)?.first.map(KerasVersion.init)
    layerNames = names
    guard Set(names).count == names.count else {
      throw opened.error(at: model.path + "@layer_names", .duplicate("the name of a layer"))
    }
    var weights: [KerasNamedWeight] = []
    for name in names {
      guard let group = try opened.hdf5(model.member(name)) else {
        throw opened.error(in: model.path, .missing("the group of layer '\(name)'"))
      }
      for path in try opened.hdf5(Self.list("weight_names", of: group)) ?? [] {
        weights.append(KerasNamedWeight(layer: name, path: path, in: group))
      }
    }
    self.weights = weights
  }

  /// A list of names in an attribute, or in several with numbers where one would be larger than HDF5 allows.
  private static func list(
    _ name: String, of group: HDF5ImageObject
  ) throws(HDF5ImageError) -> [String]? {
    if let whole = try group.strings(attribute: name) { return whole }
    guard var list = try group.strings(attribute: name + "0") else { return nil }
    var part = 1
    while let next = try group.strings(attribute: "\(name)\(part)") {
      list += next
      part += 1
    }
    return list
  }

  // MARK: Weights alone

  /// The recurrent layers, told from the names and shapes of weights alone.
  func file() throws(NetworkFileError) -> NetworkFile {
    var catalog = KerasCatalog(opened)
    catalog.guessesStacks = true
    catalog.version = version
    catalog.isOld = true
    let byLayer = Dictionary(grouping: weights, by: \.layer)
    var source = StackBuilder.Source.elsewhere
    for name in layerNames {
      let own = byLayer[name] ?? []
      let cells = KerasNamedWeight.cells(in: own)
      if cells.isEmpty {
        if !own.isEmpty || !KerasClasses.isInert(groupName: name) { source = .elsewhere }
        continue
      }
      let isStack = own.contains { $0.parts.contains { $0.withoutCounter == "stacked_rnn_cells" } }
      for cell in cells {
        let place = try catalog.add(
          try self.cell(cell, of: name, isAlone: cells.count == 1),
          fedBy: cells.count == 1 || isStack ? source : .elsewhere)
        source = .layer(place)
      }
      if cells.count > 1, !isStack { source = .elsewhere }
    }
    if catalog.layers.count > 1 { catalog.noteOrder("of the file's layer_names") }
    return try catalog.file(.kerasLegacy)
  }

  private func cell(
    _ weights: [KerasNamedWeight], of layer: String, isAlone: Bool
  ) throws(NetworkFileError) -> KerasCell {
    let owner = (weights.last?.owner).map { $0.isEmpty ? [layer] : $0 } ?? []
    let half = owner.first { $0.hasPrefix("forward_") || $0.hasPrefix("backward_") }
    let isBackward = half?.hasPrefix("backward_") ?? false
    let part = half.map { _ in isBackward ? "backward_layer" : "forward_layer" } ?? owner.last ?? ""
    let cellClass = owner.last.flatMap { KerasCellClass(groupName: $0) }
    let arrays = try opened.hdf5(KerasNamedWeight.objects(weights))
    return KerasCell(
      name: isAlone && half == nil ? layer : "\(layer)/\(part)", kind: owner.last ?? layer,
      direction: isBackward ? .backward : .forward, cellClass: cellClass, arrays: arrays)
  }
}

/// A weight of an old Keras file: a path within the group of a layer.
struct KerasNamedWeight {
  /// The layer of the model that it belongs to.
  let layer: String
  /// The path, `lstm/lstm_cell/kernel:0`, in its parts.
  let parts: [String]
  private let group: HDF5ImageObject

  init(layer: String, path: String, in group: HDF5ImageObject) {
    self.layer = layer
    self.group = group
    parts = path.split(separator: "/").map(String.init)
  }

  /// `kernel`, `recurrent_kernel`, `bias` or something else.
  var role: String { parts.last.map { String($0.prefix { $0 != ":" }) } ?? "" }

  /// What the weight's name begins with: the same for all weights of a cell.
  var owner: [String] {
    guard let old else { return parts.dropLast() }
    // lstm_1_W_i is of lstm_1.
    let suffix = old.gate.isEmpty ? 2 : 3 + old.gate.utf8.count
    return parts.dropLast() + [String(role.dropLast(suffix))]
  }

  /// What Keras 1 calls an array of a cell: W, U or b of a gate, `lstm_1_W_i`, or of a cell without gates, `rnn_1_W`.
  struct Old: Equatable {
    let letter: String
    /// Empty for a cell without gates.
    let gate: String

    init(letter: String, gate: String) { (self.letter, self.gate) = (letter, gate) }

    /// Nil for the name of an array that Keras 1 did not write.
    init?(_ name: Substring) {
      let words = name.prefix { $0 != ":" }.split(separator: "_").map(String.init)
      let ends = [(words.last, "", 2), (words.dropLast().last, words.last ?? "", 3)]
      guard
        let (letter, gate, _) = ends.first(where: { ["W", "U", "b"].contains($0.0) && words.count >= $0.2 }),
        let letter
      else { return nil }
      self.init(letter: letter, gate: gate)
    }
  }

  var old: Old? { Old(role[...]) }

  /// Whether the weight is of a part of this name: a group on its path, or in Keras 1 the beginning of its own name.
  func isOf(_ part: String) -> Bool { parts.contains(part) || (old != nil && owner.last == part) }

  /// The arrays of weights.
  static func objects(_ weights: [KerasNamedWeight]) throws(HDF5ImageError) -> [HDF5ImageObject] {
    try weights.map { weight throws(HDF5ImageError) in try weight.object() }
  }

  private func object() throws(HDF5ImageError) -> HDF5ImageObject {
    var object = group
    for part in parts {
      guard let member = try object.member(part) else {
        throw HDF5ImageError(
          object: object.path, problem: .malformed("no '\(part)', which a list of weights names"))
      }
      object = member
    }
    return object
  }

  /// The weights that make recurrent cells: every recurrent kernel with the kernel before it and the bias, if
  /// there is one, after it.
  static func cells(in weights: [KerasNamedWeight]) -> [[KerasNamedWeight]] {
    if weights.contains(where: { $0.old?.letter == "U" }) { return oldCells(in: weights) }
    return weights.indices.dropFirst().filter { weights[$0].role == "recurrent_kernel" }.map { index in
      let next = weights.indices.contains(index + 1) ? weights[index + 1] : nil
      let bias = next.flatMap { $0.role == "bias" && $0.owner == weights[index].owner ? [$0] : nil } ?? []
      return [weights[index - 1], weights[index]] + bias
    }
  }

  /// The cells of Keras 1: all arrays of one owner that has a recurrent one.
  private static func oldCells(in weights: [KerasNamedWeight]) -> [[KerasNamedWeight]] {
    var owners: [[String]] = []
    for weight in weights where weight.old?.letter == "U" && !owners.contains(weight.owner) {
      owners.append(weight.owner)
    }
    return owners.map { owner in weights.filter { $0.old != nil && $0.owner == owner } }
  }
}
