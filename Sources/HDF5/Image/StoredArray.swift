/// Values on a grid as a dataset declares them, whatever their type.
struct StoredArray {
  /// The axis lengths, the last axis running fastest; empty for a single value.
  let shape: [Int]
  /// Bytes of one value as it is stored.
  let valueSize: Int
  /// Bytes of all values as the shape declares them. Not more than the file can hold, if compressed a
  /// thousandfold.
  let byteCount: Int
  let object: HDF5ImageObject

  init(
    of object: HDF5ImageObject, shape: [UInt64], valueSize: Int
  ) throws(HDF5ImageProblem) {
    let bytes = try ImageShape.bytes(of: shape, size: valueSize)
    let limit = UInt64(object.image.bytes.count) * ImageStorage.mostCompression
    guard bytes <= limit, shape.allSatisfy({ $0 <= limit }) else {
      throw .tooLarge(what: "the declared size in bytes", found: bytes, limit: limit)
    }
    self.shape = shape.map { Int($0) }
    self.valueSize = valueSize
    byteCount = Int(bytes)
    self.object = object
  }

  /// The bytes of all values, the last axis running fastest. Allocates no more than is stored, or a thousand
  /// times that for what is compressed.
  func bytes() throws(HDF5ImageProblem) -> [UInt8] {
    try ImageStorage(self).bytes()
  }
}
