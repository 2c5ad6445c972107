import CHDF5

/// What has a place in a file and may have attributes: a group or a dataset.
package class HDF5Object {
  let handle: Handle
  let location: Location
  /// Kept so that the file stays open as long as anything in it is used.
  let file: Handle

  init(_ handle: Handle, at location: Location, in file: Handle) {
    self.handle = handle
    self.location = location
    self.file = file
  }

  /// Adds an attribute that holds a string: a single value of fixed length in UTF-8, as netCDF-4 writes text.
  /// - Throws: `HDF5Error` if there is an attribute of this name already, or the string contains U+0000.
  package func writeAttribute(_ name: String, _ value: String) throws(HDF5Error) {
    let location = location.attribute(name)
    guard !value.utf8.contains(0) else { throw location.error(.nullCharacter) }
    // A fixed length of 0 is not allowed; the empty string takes the one null character.
    let characters = value.isEmpty ? [0] : Array(value.utf8)
    let type = try location.stringType(bytes: characters.count)
    try writeAttribute(name, shape: [], count: 1, of: type.id, values: characters)
  }

  /// Adds an attribute that holds one number: an array of length 1, as netCDF-4 writes numbers.
  /// - Throws: `HDF5Error` if there is an attribute of this name already.
  package func writeAttribute<Element: HDF5Element>(_ name: String, _ value: Element) throws(HDF5Error) {
    try writeAttribute(name, [value])
  }

  /// Adds an attribute that holds numbers: an array of one axis.
  /// - Throws: `HDF5Error` if there is an attribute of this name already.
  package func writeAttribute<Element: HDF5Element>(_ name: String, _ values: [Element]) throws(HDF5Error) {
    try writeAttribute(
      name, shape: [values.count], count: values.count, of: Element.hdf5Type, values: values)
  }

  private func writeAttribute(
    _ name: String, shape: [Int], count: Int, of type: hid_t, values: UnsafeRawPointer
  ) throws(HDF5Error) {
    let location = location.attribute(name)
    let space = try location.dataspace(shape, count: count)
    let attribute = try location.own("H5Acreate2", closedBy: hdf5.H5Aclose) {
      hdf5.H5Acreate2(handle.id, name, type, space.id, CHDF5_DEFAULT(), CHDF5_DEFAULT())
    }
    try location.check("H5Awrite") { hdf5.H5Awrite(attribute.id, type, values) }
  }
}
