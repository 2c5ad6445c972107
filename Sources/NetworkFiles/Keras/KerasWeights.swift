import HDF5

/// Where the weights of a layer or a model are in a file.
enum KerasWeights {
  /// Keras 3: the group of the layer, with groups for its parts and `vars` for its own weights.
  case tree(KerasGroup)
  /// Keras 2: the weights of the layer in the order of `weight_names`.
  case list([KerasNamedWeight])

  /// The groups in which Keras 3, and early files of its format, keep the layers of a model.
  static let containerNames = ["layers", "_layer_checkpoint_dependencies"]

  /// The weights of every layer of a model, in the model's order; nil where the file has none for it.
  func layers(_ configs: [KerasLayerConfig]) throws(HDF5ImageError) -> [KerasWeights?] {
    switch self {
    case .tree(let model):
      guard let container = try Self.container(of: model) else { return configs.map { _ in nil } }
      var groups = try KerasGroups(container)
      return try configs.map { config throws(HDF5ImageError) in
        try groups.next(className: config.className, name: config.name).map(KerasWeights.tree)
      }
    case .list(let weights):
      // A layer of the model itself has a list of its own; one of a model within it is told by its name.
      let byLayer = Dictionary(grouping: weights, by: \.layer)
      let isWithin = byLayer.count == 1 && !configs.contains { byLayer[$0.name] != nil }
      return configs.map { config in
        let own = isWithin ? weights.filter { $0.isOf(config.name) } : byLayer[config.name] ?? []
        return own.isEmpty ? nil : .list(own)
      }
    }
  }

  /// The group that holds the layers of a model.
  static func container(of model: KerasGroup) throws(HDF5ImageError) -> KerasGroup? {
    for name in containerNames {
      if let container = try model.member(name) { return container }
    }
    return nil
  }

  /// The weights of a part of a layer, one half of a bidirectional one for example.
  ///
  /// - Parameters:
  ///   - part: what Keras 3 calls it.
  ///   - name: the part's own name, by which Keras 2 calls its weights.
  func part(_ part: String, name: String) throws(HDF5ImageError) -> KerasWeights? {
    switch self {
    case .tree(let layer):
      return try layer.member(part).map(KerasWeights.tree)
    case .list(let weights):
      let own = weights.filter { $0.isOf(name) }
      return own.isEmpty ? nil : .list(own)
    }
  }

  /// The arrays of every cell, lowest first: kernel, recurrent kernel and perhaps bias.
  ///
  /// - Parameter cells: class names of stacked cells; nil if the layer is one cell.
  func cells(_ cells: [KerasLayerConfig]?) throws(HDF5ImageError) -> [[HDF5ImageObject]] {
    switch self {
    case .tree(let layer):
      guard let cell = try layer.member("cell") else { return [] }
      guard let cells else { return [try Self.arrays(of: cell)] }
      guard let group = try cell.member("cells") else { return [] }
      var groups = try KerasGroups(group)
      return try cells.map { config throws(HDF5ImageError) in
        guard let group = try groups.next(className: config.className, name: config.name) else { return [] }
        return try Self.arrays(of: group)
      }
    case .list(let weights):
      return try KerasNamedWeight.cells(in: weights).map(KerasNamedWeight.objects)
    }
  }

  /// `vars/0`, `vars/1`, ... of a cell.
  static func arrays(of cell: KerasGroup) throws(HDF5ImageError) -> [HDF5ImageObject] {
    guard let variables = try cell.member("vars") else { return [] }
    var arrays: [HDF5ImageObject] = []
    // Up to three are needed; a fourth shows that the cell is another one.
    while arrays.count < 4, let array = try variables.member("\(arrays.count)")?.array {
      arrays.append(array)
    }
    return arrays
  }
}

/// The groups of a list of layers, which Keras 3 names after the layers' classes with a counter: `lstm`,
/// `lstm_1`, `gru`. The layer's own name stands in the attribute `name` of its `vars`, in newer files.
struct KerasGroups {
  private let groups: [String: KerasGroup]
  private let byOwnName: [String: KerasGroup]
  private var counts: [String: Int] = [:]

  init(_ container: KerasGroup) throws(HDF5ImageError) {
    var groups: [String: KerasGroup] = [:]
    var byOwnName: [String: KerasGroup] = [:]
    for (name, group) in try container.members() {
      groups[name] = group
      if let own = try group.ownName { byOwnName[own] = group }
    }
    self.groups = groups
    self.byOwnName = byOwnName
  }

  /// The group of the next layer of this class, the layers taken in their order.
  mutating func next(className: String, name: String) throws(HDF5ImageError) -> KerasGroup? {
    let plain = Self.snakeCase(className)
    let count = counts[plain, default: 0]
    counts[plain] = count + 1
    let counted = groups[count == 0 ? plain : "\(plain)_\(count)"]
    if let counted, let own = try counted.ownName, own != name, let better = byOwnName[name] {
      return better
    }
    return counted ?? byOwnName[name]
  }

  /// A class's name as Keras turns it into that of a group: `SimpleRNN` is `simple_rnn`.
  static func snakeCase(_ className: String) -> String {
    let letters = className.unicodeScalars.filter { $0 == "_" || $0.properties.isAlphabetic || isDigit($0) }
      .map { $0 }
    var snake = ""
    for (index, letter) in letters.enumerated() {
      let next = index + 1 < letters.count ? letters[index + 1] : " "
      if isUpper(letter), index > 0, isLower(next) || isLower(letters[index - 1]) { snake.append("_") }
      snake.unicodeScalars.append(letter)
    }
    return snake.lowercased()
  }

  private static func isUpper(_ letter: Unicode.Scalar) -> Bool { ("A"..."Z").contains(letter) }
  private static func isLower(_ letter: Unicode.Scalar) -> Bool { ("a"..."z").contains(letter) }
  private static func isDigit(_ letter: Unicode.Scalar) -> Bool { ("0"..."9").contains(letter) }
}

extension String {
  /// Without the number that Keras puts behind a name that is taken: `lstm_12` is `lstm`.
  var withoutCounter: String {
    guard let underscore = lastIndex(of: "_"), underscore != startIndex else { return self }
    let counter = self[index(after: underscore)...]
    return !counter.isEmpty && counter.allSatisfy(\.isNumber) ? String(self[..<underscore]) : self
  }

  /// The number that Keras puts behind a name that is taken: `lstm_12` has 12, `lstm` 0.
  var counter: Int {
    let plain = withoutCounter
    return plain == self ? 0 : Int(dropFirst(plain.count + 1)) ?? 0
  }
}
