extension HDF5ImageObject {
  /// The names of all attributes, in the order in which they were made as far as the file tells.
  public func attributeNames() throws(HDF5ImageError) -> [String] {
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
  public func values(attribute name: String) throws(HDF5ImageError) -> HDF5ImageValues? {
    try withAttribute(name) { attribute throws(HDF5ImageProblem) in
      let (bytes, count) = try attribute.stretch(in: image)
      return try values(of: attribute.type, count: count, in: bytes)
    }
  }

  /// The strings of an attribute, of fixed or variable length, whatever its shape; nil if there is none.
  ///
  /// - Throws: `HDF5ImageError`: `malformed` if it holds something else.
  public func strings(attribute name: String) throws(HDF5ImageError) -> [String]? {
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
