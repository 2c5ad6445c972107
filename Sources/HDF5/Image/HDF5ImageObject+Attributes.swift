extension HDF5ImageObject {
  /// The strings of an attribute, of fixed or variable length, whatever its shape; nil if there is none.
  ///
  /// - Throws: `HDF5ImageError`: `malformed` if it holds something else.
  public func strings(attribute name: String) throws(HDF5ImageError) -> [String]? {
    try Self.located(path + "@" + name) { () throws(HDF5ImageProblem) in
      for stored in try attributeMessages() {
        var content = ImageCursor(image.bytes, in: stored)
        guard let attribute = try attribute(&content, named: name) else { continue }
        return try strings(attribute)
      }
      return nil
    }
  }

  private struct Attribute {
    var type: ImageType
    var shape: [UInt64]
    var values: ImageCursor
  }

  /// Where the object's attributes are, in its header and beside it.
  private func attributeMessages() throws(HDF5ImageProblem) -> [Range<Int>] {
    var attributes: [Range<Int>] = []
    for message in messages {
      if message.kind == .attribute {
        guard !message.isShared else { throw .unsupported("a shared attribute") }
        attributes.append(message.content)
      } else if message.kind == .attributeInfo {
        var content = ImageCursor(image.bytes, in: message.content)
        try content.skip(1)
        if try content.byte() & 0x01 != 0 { try content.skip(2) }
        guard let heap = try content.address() else { continue }
        guard let tree = try content.address() else { throw .malformed("attributes without an index") }
        attributes += try image.denseObjects(heap: heap, tree: tree, record: .attributeName)
      }
    }
    return attributes
  }

  /// Reads an attribute message if it is the one of this name.
  private func attribute(
    _ content: inout ImageCursor, named wanted: String
  ) throws(HDF5ImageProblem) -> Attribute? {
    try image.spend()
    let version = try content.byte()
    guard (1...3).contains(version) else { throw .malformed("an unknown version of an attribute") }
    let flags = try content.byte()
    let sizes = (name: try content.short(), type: try content.short(), shape: try content.short())
    if version == 3 { try content.skip(1) }
    /// Version 1 fills every part up to a multiple of eight bytes.
    func part(_ size: Int) throws(HDF5ImageProblem) -> ImageCursor {
      let range = try content.stretch(UInt64(size))
      if version == 1 { try content.skip((8 - size % 8) % 8) }
      return ImageCursor(image.bytes, in: range)
    }
    var name = try part(sizes.name)
    guard try name.text(UInt64(sizes.name)) == wanted else { return nil }
    guard version == 1 || flags & 0x03 == 0 else { throw .unsupported("an attribute of a shared type") }
    var type = try part(sizes.type)
    var shape = try part(sizes.shape)
    return Attribute(type: try ImageType(&type), shape: try ImageShape.read(&shape), values: content)
  }

  private func strings(_ attribute: Attribute) throws(HDF5ImageProblem) -> [String] {
    var values = attribute.values
    let size = attribute.type.size
    let bytes = try ImageShape.bytes(of: attribute.shape, size: size)
    guard size > 0, bytes <= UInt64(values.left) else {
      throw .truncated(needed: UInt64(values.place) &+ bytes, found: UInt64(values.end))
    }
    let count = Int(bytes) / size
    try image.spend(count)
    var strings: [String] = []
    for _ in 0..<count {
      switch attribute.type {
      case .fixedString(let bytes, let isPaddedWithSpaces):
        var string = try values.text(UInt64(bytes))[...]
        while isPaddedWithSpaces, string.last == " " { string.removeLast() }
        strings.append(String(string))
      case .variableString:
        strings.append(try variableString(&values))
      default:
        throw .malformed("\(attribute.type.description) values where there have to be strings")
      }
    }
    return strings
  }

  /// A length, the heap that holds the characters, and their number in it.
  private func variableString(_ values: inout ImageCursor) throws(HDF5ImageProblem) -> String {
    let length = try values.number(4)
    guard let heap = try values.address() else { return "" }
    let index = Int(try values.number(4))
    if length == 0 || heap == 0 { return "" }
    let object = try image.heapObject(collection: heap, index: index)
    guard length <= UInt64(object.count) else { throw .malformed("a string longer than its place") }
    try image.spend(Int(length) / 8)
    var characters = ImageCursor(image.bytes, in: object)
    return try characters.text(length)
  }
}
