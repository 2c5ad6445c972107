import CHDF5

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
