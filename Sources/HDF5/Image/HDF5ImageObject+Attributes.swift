extension HDF5ImageObject {
  /// The names of all attributes, in the order in which they were made as far as the file tells.
  package func attributeNames() throws(HDF5ImageError) -> [String] {
    try Self.located(path) { () throws(HDF5ImageProblem) in
      var names: [String] = []
      for stored in try attributeMessages() {
        var content = ImageCursor(image.bytes, in: stored)
        if let attribute = try ImageAttribute(&content, in: image) { names.append(attribute.name) }
      }
      return names
    }
  }

  /// The values of an attribute, whatever its shape; nil if there is none.
  ///
  /// - Throws: `HDF5ImageError`: `wrongType` if they are neither numbers nor strings.
  package func values(attribute name: String) throws(HDF5ImageError) -> HDF5ImageValues? {
    try withAttribute(name) { attribute throws(HDF5ImageProblem) in
      let (bytes, count) = try attribute.stretch(in: image)
      return try values(of: attribute.type, count: count, in: bytes)
    }
  }

  /// The strings of an attribute, of fixed or variable length, whatever its shape; nil if there is none.
  ///
  /// - Throws: `HDF5ImageError`: `malformed` if it holds something else.
  package func strings(attribute name: String) throws(HDF5ImageError) -> [String]? {
    try withAttribute(name) { attribute throws(HDF5ImageProblem) in
      let (bytes, count) = try attribute.stretch(in: image)
      // An empty list has no type worth the name: Keras writes it as one of float64.
      guard count > 0 else { return [] }
      switch attribute.type {
      case .fixedString, .variableString:
        return try strings(of: attribute.type, count: count, in: bytes)
      case let other:
        throw .malformed("\(other.description) values where there have to be strings")
      }
    }
  }

  /// What `body` makes of an attribute; nil if there is none.
  func withAttribute<Result>(
    _ name: String, _ body: (ImageAttribute) throws(HDF5ImageProblem) -> Result
  ) throws(HDF5ImageError) -> Result? {
    try Self.located(path + "@" + name) { () throws(HDF5ImageProblem) in
      for stored in try attributeMessages() {
        var content = ImageCursor(image.bytes, in: stored)
        if let attribute = try ImageAttribute(&content, in: image, named: name) {
          return try body(attribute)
        }
      }
      return nil
    }
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
}

/// An attribute as its message declares it.
struct ImageAttribute {
  let name: String
  let type: ImageType
  let shape: [UInt64]
  /// From where its values stand on.
  let values: ImageCursor

  /// Reads an attribute message.
  ///
  /// - Parameter wanted: nothing but the name is read of an attribute of another one; nil for any.
  /// - Returns: nil if the name is another one.
  init?(
    _ content: inout ImageCursor, in image: HDF5Image, named wanted: String? = nil
  ) throws(HDF5ImageProblem) {
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
    var nameText = try part(sizes.name)
    name = try nameText.text(UInt64(sizes.name))
    guard wanted == nil || name == wanted else { return nil }
    guard version == 1 || flags & 0x03 == 0 else { throw .unsupported("an attribute of a shared type") }
    var typeMessage = try part(sizes.type)
    var shapeMessage = try part(sizes.shape)
    type = try ImageType(&typeMessage)
    shape = try ImageShape.read(&shapeMessage)
    values = content
  }

  /// The bytes of the values, and how many values they are.
  func stretch(in image: HDF5Image) throws(HDF5ImageProblem) -> (bytes: ImageCursor, count: Int) {
    let size = type.size
    let bytes = try ImageShape.bytes(of: shape, size: size)
    guard size > 0, bytes <= UInt64(values.left) else {
      throw .truncated(needed: UInt64(values.place) &+ bytes, found: UInt64(values.end))
    }
    let count = Int(bytes) / size
    try image.spend(count)
    return (ImageCursor(image.bytes, in: values.place..<values.place + Int(bytes)), count)
  }
}
