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
