import HDF5

/// A group of a Keras file, or an array in one.
///
/// Weights may be spread over several files: a group is then what all of them have under its path. And on Windows, Keras
/// up to 2.15 wrote paths with backslashes into its newer formats: `layers\gru\cell` is one name in the root there, and
/// is read as the path that it was meant to be.
struct KerasGroup {
  /// By which an object of a file is told to be the same as another.
  struct Identity: Hashable {
    let file: Int
    let address: UInt64
  }

  private typealias Part = (file: Int, object: HDF5ImageObject)
  private typealias Spread = [(path: ArraySlice<Substring>, part: Part)]

  let path: String
  /// The group in every file that has it; none if it is there as the beginning of names only.
  private let parts: [Part]
  /// What stands in a root under names that begin with this group's: the rest of the names.
  private let spread: Spread
  /// Whether names are paths.
  private let hasPaths: Bool

  /// - Parameter roots: of the files over which the weights are spread, in their order.
  init(roots: [HDF5ImageObject]) throws(HDF5ImageError) {
    var hasPaths = false
    for root in roots where try root.members().contains(where: { $0.name.contains("\\") }) { hasPaths = true }
    self.init(
      path: "/", parts: roots.enumerated().map { ($0.offset, $0.element) }, spread: [], hasPaths: hasPaths)
  }

  private init(path: String, parts: [Part], spread: Spread, hasPaths: Bool) {
    (self.path, self.parts, self.spread, self.hasPaths) = (path, parts, spread, hasPaths)
  }

  var identities: [Identity] { parts.map { Identity(file: $0.file, address: $0.object.address) } }

  var isGroup: Bool { parts.first?.object.isGroup ?? true }

  /// The array that this is, if it is one.
  var array: HDF5ImageObject? { parts.first?.object }

  /// The name that Keras gives a layer or a cell, in newer files.
  var ownName: String? {
    get throws(HDF5ImageError) { try member("vars")?.parts.first?.object.strings(attribute: "name")?.first }
  }

  func members() throws(HDF5ImageError) -> [(name: String, object: KerasGroup)] {
    var all = spread
    for (file, object) in parts {
      for (name, member) in try object.members() {
        all.append((hasPaths ? name.split(separator: "\\")[...] : [name[...]], (file, member)))
      }
    }
    var names: [String] = []
    var within: [String: Spread] = [:]
    for (path, part) in all where !path.isEmpty {
      let name = String(path[path.startIndex])
      if within[name] == nil { names.append(name) }
      within[name, default: []].append((path.dropFirst(), part))
    }
    return names.map { ($0, group($0, within[$0] ?? [])) }
  }

  func member(_ name: String) throws(HDF5ImageError) -> KerasGroup? {
    if hasPaths { return try members().first { $0.name == name }?.object }
    var found: Spread = []
    for (file, object) in parts {
      if let member = try object.member(name) { found.append(([], (file, member))) }
    }
    return found.isEmpty ? nil : group(name, found)
  }

  private func group(_ name: String, _ all: Spread) -> KerasGroup {
    KerasGroup(
      path: path == "/" ? "/" + name : "\(path)/\(name)", parts: all.filter(\.path.isEmpty).map(\.part),
      spread: all.filter { !$0.path.isEmpty }, hasPaths: hasPaths)
  }
}
