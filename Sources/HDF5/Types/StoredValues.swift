import CHDF5

/// An open dataset or attribute with the type and the shape that the file declares for it.
struct StoredValues {
  var handle: Handle
  var type: Handle
  var space: Handle

  /// Bytes that a value takes in memory if read as it is stored; for a string of variable length, of a
  /// pointer.
  var bytesPerValue: Int {
    HDF5Library.locked { H5Tget_size(type.id) }
  }

  /// The number of values.
  /// - Throws: `tooLarge` if they would take more than `limit` bytes.
  func count(bytesPerValue: Int, limit: Int, at location: Location) throws(HDF5Error) -> Int {
    try Dataspace.count(
      of: try Dataspace.shape(of: space, at: location), bytesPerValue: bytesPerValue, limit: limit,
      at: location)
  }

  /// - Throws: `wrongType` unless `element` holds every value of the stored type.
  func checkFits<Element: HDF5Element>(
    _ element: Element.Type, at location: Location
  ) throws(HDF5Error) {
    let found = try StoredType(of: type, at: location)
    guard found.fits(in: element.hdf5Type.stored) else {
      throw location.error(
        .wrongType(found: found.description, expected: element.hdf5Type.rawValue))
    }
  }
}
