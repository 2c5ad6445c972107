import HDF5

/// The groups of a list of layers, which Keras 3 names after the layers' classes with a counter: `lstm`,
/// `lstm_1`, `gru`. The layer's own name stands in the attribute `name` of its `vars`, in newer files.
struct KerasGroups {
  private let groups: [String: HDF5ImageObject]
  private let byOwnName: [String: HDF5ImageObject]
  private var counts: [String: Int] = [:]

  init(_ container: HDF5ImageObject) throws(HDF5ImageError) {
    var groups: [String: HDF5ImageObject] = [:]
    var byOwnName: [String: HDF5ImageObject] = [:]
    for (name, group) in try container.members() {
      groups[name] = group
      if let own = try Self.ownName(of: group) { byOwnName[own] = group }
    }
    self.groups = groups
    self.byOwnName = byOwnName
  }

  static func ownName(of group: HDF5ImageObject) throws(HDF5ImageError) -> String? {
    try group.member("vars")?.strings(attribute: "name")?.first
  }

  /// The group of the next layer of this class, the layers taken in their order.
  mutating func next(className: String, name: String) throws(HDF5ImageError) -> HDF5ImageObject? {
    let plain = Self.snakeCase(className)
    let count = counts[plain, default: 0]
    counts[plain] = count + 1
    let counted = groups[count == 0 ? plain : "\(plain)_\(count)"]
    if let counted, let own = try Self.ownName(of: counted), own != name, let better = byOwnName[name] {
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
