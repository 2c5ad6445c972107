import CHDF5

/// What an open dataset or attribute holds, with the type and the shape that the file declares for it.
struct StoredValues {
  let location: Location
  let type: Handle
  let space: Handle
  /// The call that reads all values, as a datatype, into memory.
  let call: (name: String, read: (_ type: hid_t, _ memory: UnsafeMutableRawPointer) -> herr_t)

  /// All numbers, the last axis running fastest.
  /// - Throws: `HDF5Error`: `wrongType` unless `element` holds every value of the stored type; `tooLarge` if they
  ///   would take more than `byteLimit`; a failed call.
  func numbers<Element: HDF5Element>(
    as element: Element.Type, byteLimit: Int
  ) throws(HDF5Error) -> [Element] {
    let found = try StoredType(of: type, at: location)
    guard found.fits(in: element.hdf5Type.stored) else {
      throw location.error(.wrongType(found: found.description, expected: element.hdf5Type.rawValue))
    }
    let count = try count(bytesPerValue: MemoryLayout<Element>.stride, limit: byteLimit)
    var elements = [Element](repeating: .zero, count: count)
    try read(as: element.hdf5Type.native, into: &elements)
    return elements
  }

  /// The number of values.
  /// - Throws: `tooLarge` if they would take more than `limit` bytes.
  func count(bytesPerValue: Int, limit: Int) throws(HDF5Error) -> Int {
    try Dataspace.count(
      of: try Dataspace.shape(of: space, at: location), bytesPerValue: bytesPerValue, limit: limit,
      at: location)
  }

  func read(as type: hid_t, into memory: UnsafeMutableRawPointer) throws(HDF5Error) {
    try location.check(call.name) { call.read(type, memory) }
  }
}

/// The shape of what a dataset or an attribute holds.
enum Dataspace {
  /// - Parameter shape: the axis lengths, the last one running fastest; empty for a single value.
  /// - Throws: `wrongCount` if `count` values do not fill that shape.
  static func make(
    _ shape: [Int], count: Int, at location: Location
  ) throws(HDF5Error) -> Handle {
    guard shape.allSatisfy({ $0 >= 0 }), Double(count) == shape.reduce(1.0, { $0 * Double($1) }) else {
      throw location.error(.wrongCount(found: count, shape: shape))
    }
    if shape.isEmpty {
      return try location.own("H5Screate", closedBy: H5Sclose) { H5Screate(H5S_SCALAR) }
    }
    return try location.own("H5Screate_simple", closedBy: H5Sclose) {
      H5Screate_simple(Int32(clamping: shape.count), shape.map(UInt64.init), nil)
    }
  }

  /// The axis lengths of an open dataspace: none for a single value, one of length 0 for no value at all.
  static func shape(of space: Handle, at location: Location) throws(HDF5Error) -> [Int] {
    guard HDF5Library.locked({ H5Sget_simple_extent_type(space.id) }) != H5S_NULL else { return [0] }
    let rank = try location.check("H5Sget_simple_extent_ndims") { H5Sget_simple_extent_ndims(space.id) }
    var lengths = [UInt64](repeating: 0, count: Int(rank))
    try location.check("H5Sget_simple_extent_dims") { H5Sget_simple_extent_dims(space.id, &lengths, nil) }
    return lengths.map { Int(clamping: $0) }
  }

  /// The number of values of a shape that a file declares.
  /// - Throws: `tooLarge` if they would take more than `limit` bytes: before anything of the kind is
  ///   allocated.
  static func count(
    of shape: [Int], bytesPerValue: Int, limit: Int, at location: Location
  ) throws(HDF5Error) -> Int {
    let count = shape.reduce(1.0) { $0 * Double($1) }
    let bytes = count * Double(bytesPerValue)
    guard bytes <= Double(limit) else { throw location.error(.tooLarge(bytes: bytes, limit: limit)) }
    return Int(count)
  }
}
