import CHDF5

/// What has a place in a file and may have attributes: a group or a dataset.
package class HDF5Object {
  /// The most bytes that are read at once unless the caller says otherwise: 256 MiB. A file can declare any
  /// size, however small it is itself, so there has to be a limit, and results stay far below this one.
  package static let defaultByteLimit = 1 << 28

  let handle: Handle
  let location: Location
  /// Kept so that the file stays open as long as anything in it is used.
  let file: Handle

  init(_ handle: Handle, at location: Location, in file: Handle) {
    self.handle = handle
    self.location = location
    self.file = file
  }

  /// The path inside the file, beginning with `/`.
  package var path: String { location.object }
}

extension HDF5Object {
  /// Whether there is an attribute of this name.
  package func hasAttribute(_ name: String) throws(HDF5Error) -> Bool {
    try location.attribute(name).check("H5Aexists") { H5Aexists(handle.id, name) } > 0
  }

  // MARK: Writing

  /// Adds an attribute that holds a string: a single value of fixed length in UTF-8, as netCDF-4 writes text.
  /// - Throws: `HDF5Error` if there is an attribute of this name already, or the string contains U+0000.
  package func writeAttribute(_ name: String, _ value: String) throws(HDF5Error) {
    let location = location.attribute(name)
    guard !value.utf8.contains(0) else { throw location.error(.nullCharacter) }
    // A fixed length of 0 is not allowed; the empty string takes the one null character.
    let characters = value.isEmpty ? [0] : Array(value.utf8)
    let type = try StringStorage.makeType(bytes: characters.count, at: location)
    let space = try Dataspace.make([], count: 1, at: location)
    let attribute = try createAttribute(name, type: type.id, space: space)
    try location.check("H5Awrite") { H5Awrite(attribute.id, type.id, characters) }
  }

  /// Adds an attribute that holds one number: an array of length 1, as netCDF-4 writes numbers.
  /// - Throws: `HDF5Error` if there is an attribute of this name already.
  package func writeAttribute<Element: HDF5Element>(_ name: String, _ value: Element) throws(HDF5Error) {
    try writeAttribute(name, [value])
  }

  /// Adds an attribute that holds numbers: an array of one axis.
  /// - Throws: `HDF5Error` if there is an attribute of this name already.
  package func writeAttribute<Element: HDF5Element>(_ name: String, _ values: [Element]) throws(HDF5Error) {
    let location = location.attribute(name)
    let type = Element.hdf5Type.native
    let space = try Dataspace.make([values.count], count: values.count, at: location)
    let attribute = try createAttribute(name, type: type, space: space)
    try location.check("H5Awrite") { H5Awrite(attribute.id, type, values) }
  }

  private func createAttribute(_ name: String, type: hid_t, space: Handle) throws(HDF5Error) -> Handle {
    try location.attribute(name).own("H5Acreate2", closedBy: H5Aclose) {
      H5Acreate2(handle.id, name, type, space.id, CHDF5_P_DEFAULT(), CHDF5_P_DEFAULT())
    }
  }

  // MARK: Reading

  /// The string of an attribute, of fixed or variable length; empty if it holds no value.
  /// - Throws: `HDF5Error`: `missing`, `wrongType`, `wrongCount` for several strings, `invalidUTF8`.
  package func stringAttribute(_ name: String) throws(HDF5Error) -> String {
    let attribute = try openAttribute(name)
    let strings = try attribute.strings(byteLimit: Self.defaultByteLimit)
    guard strings.count <= 1 else {
      throw attribute.location.error(.wrongCount(found: strings.count, shape: []))
    }
    return strings.first ?? ""
  }

  /// The numbers of an attribute, whatever its shape, the last axis running fastest.
  /// - Parameter type: any that holds every value of the stored type: an int8 can be read as `Int32`, but a
  ///   float64 not as `Float`.
  /// - Throws: `HDF5Error`: `missing`, `wrongType`, `tooLarge`.
  package func attribute<Element: HDF5Element>(
    _ name: String, as type: Element.Type
  ) throws(HDF5Error) -> [Element] {
    try openAttribute(name).numbers(as: type, byteLimit: Self.defaultByteLimit)
  }

  private func openAttribute(_ name: String) throws(HDF5Error) -> StoredValues {
    let location = location.attribute(name)
    guard try hasAttribute(name) else { throw location.error(.missing) }
    let attribute = try location.own("H5Aopen", closedBy: H5Aclose) {
      H5Aopen(handle.id, name, CHDF5_P_DEFAULT())
    }
    return StoredValues(
      location: location,
      type: try location.own("H5Aget_type", closedBy: H5Tclose) { H5Aget_type(attribute.id) },
      space: try location.own("H5Aget_space", closedBy: H5Sclose) { H5Aget_space(attribute.id) },
      call: ("H5Aread", { H5Aread(attribute.id, $0, $1) }))
  }
}
