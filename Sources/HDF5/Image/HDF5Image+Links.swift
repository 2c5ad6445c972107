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
