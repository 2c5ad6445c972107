import CHDF5

/// A group: named datasets and groups, and attributes.
package final class HDF5Group: HDF5Object {
  /// Adds a group, with the creation order of its members and attributes kept.
  /// - Throws: `HDF5Error` if the name is taken.
  @discardableResult
  package func createGroup(_ name: String) throws(HDF5Error) -> HDF5Group {
    let location = location.member(name)
    let creation = try location.creationProperties(CHDF5_P_GROUP_CREATE(), keepsOrder: true)
    let group = try location.own("H5Gcreate2", closedBy: H5Gclose) {
      H5Gcreate2(handle.id, name, CHDF5_P_DEFAULT(), creation.id, CHDF5_P_DEFAULT())
    }
    return HDF5Group(group, at: location, in: file)
  }

  /// Adds a dataset of numbers, stored contiguously and uncompressed.
  /// - Parameters:
  ///   - shape: the axis lengths, the last one running fastest; empty for a single value.
  ///   - values: as many as fill the shape.
  ///   - fillValue: the dataset's fill property, zero by default. Readers of netCDF-4 files look at the
  ///     attribute `_FillValue` instead, which is the caller's to write, with the same element type.
  /// - Throws: `HDF5Error`: `wrongCount`; a failed call if the name is taken.
  @discardableResult
  package func createDataset<Element: HDF5Element>(
    _ name: String, shape: [Int], values: [Element], fillValue: Element? = nil
  ) throws(HDF5Error) -> HDF5Dataset {
    let location = location.member(name)
    let type = Element.hdf5Type
    let creation = try location.creationProperties(CHDF5_P_DATASET_CREATE(), keepsOrder: false)
    if var fillValue {
      try location.check("H5Pset_fill_value") { H5Pset_fill_value(creation.id, type, &fillValue) }
    }
    return try createDataset(
      name, shape: shape, count: values.count, of: type, creation: creation, values: values)
  }

  /// Adds a dataset of strings: of variable length in UTF-8, which every reader of netCDF-4 files
  /// understands.
  /// - Parameters:
  ///   - shape: the axis lengths, the last one running fastest; empty for a single value.
  ///   - values: as many as fill the shape.
  /// - Throws: `HDF5Error`: `wrongCount`, `nullCharacter`; a failed call if the name is taken.
  @discardableResult
  package func createStringDataset(
    _ name: String, shape: [Int], values: [String]
  ) throws(HDF5Error) -> HDF5Dataset {
    let location = location.member(name)
    guard !values.contains(where: { $0.utf8.contains(0) }) else { throw location.error(.nullCharacter) }
    let type = try location.stringType(bytes: CHDF5_T_VARIABLE())
    let creation = try location.creationProperties(CHDF5_P_DATASET_CREATE(), keepsOrder: false)
    let starts = values.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.utf8.count + 1) }
    let characters: [UInt8] = values.flatMap { Array($0.utf8) + [0] }
    return try characters.withUnsafeBufferPointer { buffer throws(HDF5Error) in
      let pointers = starts.dropLast().map { start in buffer.baseAddress.map { $0 + start } }
      return try createDataset(
        name, shape: shape, count: values.count, of: type.id, creation: creation, values: pointers)
    }
  }

  /// - Parameters:
  ///   - type: of the values in memory, and in the file.
  ///   - values: `count` of them.
  private func createDataset(
    _ name: String, shape: [Int], count: Int, of type: hid_t, creation: Handle, values: UnsafeRawPointer
  ) throws(HDF5Error) -> HDF5Dataset {
    let location = location.member(name)
    let space = try location.dataspace(shape, count: count)
    let dataset = try location.own("H5Dcreate2", closedBy: H5Dclose) {
      H5Dcreate2(handle.id, name, type, space.id, CHDF5_P_DEFAULT(), creation.id, CHDF5_P_DEFAULT())
    }
    try location.check("H5Dwrite") {
      H5Dwrite(dataset.id, type, CHDF5_S_ALL(), CHDF5_S_ALL(), CHDF5_P_DEFAULT(), values)
    }
    return HDF5Dataset(dataset, shape: shape, at: location, in: file)
  }
}
