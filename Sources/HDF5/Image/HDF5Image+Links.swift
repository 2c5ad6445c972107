extension HDF5Image {
  /// The links of a group of either style, in the order in which they were made as far as the file tells.
  func orderedLinks(of messages: [HeaderMessage]) throws(HDF5ImageProblem) -> [HDF5ImageLink] {
    let links = try links(of: messages)
    if links.contains(where: { $0.order == nil }) {
      // Links in the header itself stand there one behind the other; an index sorts them by hash.
      return messages.contains { $0.kind == .link } ? links : links.sorted { $0.name < $1.name }
    }
    return links.sorted { ($0.order ?? 0) < ($1.order ?? 0) }
  }

  private func links(of messages: [HeaderMessage]) throws(HDF5ImageProblem) -> [HDF5ImageLink] {
    var links: [HDF5ImageLink] = []
    for message in messages {
      var content = ImageCursor(bytes, in: message.content)
      switch message.kind {
      case .symbolTable:
        let tree = try content.long()
        let names = try localHeap(at: try content.long())
        var table = SymbolTable(image: self, names: names)
        try table.read(treeAt: tree)
        links += table.links
      case .link:
        links.append(try link(&content))
      case .linkInfo:
        links += try denseLinks(&content)
      default:
        break
      }
    }
    return links
  }

  /// A link message: version, flags, what they say is there, the name, and where it leads.
  func link(_ content: inout ImageCursor) throws(HDF5ImageProblem) -> HDF5ImageLink {
    try spend()
    guard try content.byte() == 1 else { throw .malformed("an unknown version of a link") }
    let flags = try content.byte()
    let type = flags & 0x08 != 0 ? try content.byte() : 0
    let order = flags & 0x04 != 0 ? try content.long() : nil
    if flags & 0x10 != 0 { try content.skip(1) }
    let name = try content.text(try content.number(1 << (flags & 0x03)))
    let target = type == 0 ? try content.long() : nil
    let kinds = [0: "a hard link", 1: "a soft link", 64: "an external link"]
    return HDF5ImageLink(
      name: name, target: target, order: order, kind: kinds[type] ?? "a user-defined link")
  }

  /// Links that are kept apart from the group's header because they are many.
  private func denseLinks(_ content: inout ImageCursor) throws(HDF5ImageProblem) -> [HDF5ImageLink] {
    guard try content.byte() == 0 else { throw .malformed("an unknown version of link information") }
    if try content.byte() & 0x01 != 0 { try content.skip(8) }
    guard let heap = try content.address() else { return [] }
    guard let tree = try content.address() else { throw .malformed("links without an index") }
    return try denseObjects(heap: heap, tree: tree, record: .linkName).map {
      object throws(HDF5ImageProblem) in
      var cursor = ImageCursor(bytes, in: object)
      return try link(&cursor)
    }
  }

  /// The data segment of a local heap, where old-style groups keep their names.
  private func localHeap(at address: UInt64) throws(HDF5ImageProblem) -> Range<Int> {
    var heap = try cursor(at: address)
    try heap.expect("HEAP")
    try heap.skip(4)
    let size = try heap.long()
    try heap.skip(8)
    var data = try cursor(at: try heap.long())
    return try data.stretch(size)
  }
}

/// A name in a group.
struct HDF5ImageLink {
  let name: String
  /// The object's address; nil for anything but a hard link.
  let target: UInt64?
  /// Grows with the time of creation; nil if the group does not keep that.
  let order: UInt64?
  /// What the link is, for the error if it is followed.
  let kind: String
}

/// The links of a group.
struct LinkTable {
  /// In the order in which they were made, as far as the file tells.
  let links: [HDF5ImageLink]
  private let places: [String: Int]

  /// - Throws: `malformed` if two have one name.
  init(_ links: [HDF5ImageLink]) throws(HDF5ImageProblem) {
    self.links = links
    var places: [String: Int] = [:]
    for (place, link) in links.enumerated() where places.updateValue(place, forKey: link.name) != nil {
      throw .malformed("two members called '\(link.name)'")
    }
    self.places = places
  }

  subscript(_ name: String) -> HDF5ImageLink? { places[name].map { links[$0] } }
}

/// The links of an old-style group: leaves of names in a B-tree.
struct SymbolTable {
  let image: HDF5Image
  /// The local heap in which the names stand.
  let names: Range<Int>
  private(set) var links: [HDF5ImageLink] = []

  /// Reads a node of the tree and all below it.
  /// - Parameter level: the level that the node must have; any for the root.
  mutating func read(treeAt address: UInt64, level expected: Int? = nil) throws(HDF5ImageProblem) {
    try image.spend()
    var node = try image.cursor(at: address)
    try node.expect("TREE")
    guard try node.byte() == 0 else { throw .malformed("a group with a tree of chunks") }
    let level = try node.byte()
    // Levels that go down by one at every step bound the depth.
    guard expected == nil || level == expected else { throw .malformed("a tree with levels out of order") }
    let count = try node.short()
    try node.skip(16)
    for _ in 0..<count {
      try node.skip(8)
      let child = try node.long()
      if level > 0 {
        try read(treeAt: child, level: level - 1)
      } else {
        try read(leafAt: child)
      }
    }
  }

  private mutating func read(leafAt address: UInt64) throws(HDF5ImageProblem) {
    try image.spend()
    var leaf = try image.cursor(at: address)
    try leaf.expect("SNOD")
    try leaf.skip(2)
    for _ in 0..<(try leaf.short()) {
      try image.spend()
      let offset = try leaf.long()
      let header = try leaf.long()
      let isSoft = try leaf.number(4) == 2
      try leaf.skip(20)
      links.append(
        HDF5ImageLink(
          name: try name(at: offset), target: isSoft ? nil : header,
          // Names are put into the heap one behind the other as they come.
          order: offset,
          kind: isSoft ? "a soft link" : "a hard link"))
    }
  }

  private func name(at offset: UInt64) throws(HDF5ImageProblem) -> String {
    var cursor = ImageCursor(image.bytes, in: names)
    _ = try cursor.stretch(offset)
    guard let end = image.bytes[cursor.place..<names.upperBound].firstIndex(of: 0) else {
      throw .malformed("a name that does not end")
    }
    try image.spend((end - cursor.place) / 8)
    return try cursor.text(UInt64(end - cursor.place))
  }
}
