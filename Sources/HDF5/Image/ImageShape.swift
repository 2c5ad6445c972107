/// The axis lengths of a dataset or an attribute.
enum ImageShape {
  /// Reads a dataspace message: none for a single value, one axis of length 0 for no value at all.
  static func read(_ content: inout ImageCursor) throws(HDF5ImageProblem) -> [UInt64] {
    let version = try content.byte()
    guard version == 1 || version == 2 else { throw .malformed("an unknown version of a shape") }
    let rank = try content.byte()
    try content.skip(1)
    let type = try content.byte()
    if version == 1 { try content.skip(4) }
    if version == 2, type == 2 { return [0] }
    guard rank <= 32 else { throw .malformed("\(rank) axes, of at most 32") }
    var shape: [UInt64] = []
    for _ in 0..<rank { shape.append(try content.long()) }
    return shape
  }

  /// The number of values times the bytes of one.
  static func bytes(of shape: [UInt64], size: Int) throws(HDF5ImageProblem) -> UInt64 {
    var bytes = UInt64(size)
    for length in shape {
      let product = bytes.multipliedReportingOverflow(by: length)
      guard !product.overflow else {
        throw .tooLarge(what: "the declared size", found: .max, limit: .max)
      }
      bytes = product.partialValue
    }
    return bytes
  }
}
