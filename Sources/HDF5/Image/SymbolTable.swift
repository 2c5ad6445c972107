/// The links of an old-style group: leaves of names in a B-tree.
struct SymbolTable {
  let image: HDF5Image
  /// The local heap in which the names stand.
  let names: Range<Int>
  private(set) var links: [HDF5ImageLink] = []

  init(image: HDF5Image, names: Range<Int>) {
    self.image = image
    self.names = names
  }

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
