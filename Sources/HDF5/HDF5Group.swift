import CHDF5

/// A group: named datasets, and attributes.
package final class HDF5Group: HDF5Object {
  /// The names of what the group holds, in the order of creation if the file keeps it, else sorted.
  package func memberNames() throws(HDF5Error) -> [String] {
    var information = H5G_info_t()
    try location.check("H5Gget_info") { H5Gget_info(handle.id, &information) }
    let index = try keepsCreationOrder() ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME
    var names: [String] = []
    for position in 0..<information.nlinks {
      func name(_ buffer: UnsafeMutablePointer<CChar>?, _ size: Int) throws(HDF5Error) -> Int {
        try location.check("H5Lget_name_by_idx") {
          H5Lget_name_by_idx(
            handle.id, ".", index, H5_ITER_INC, position, buffer, size, CHDF5_P_DEFAULT())
        }
      }
      names.append(try StringStorage.readName(name))
    }
    return names
  }

  private func keepsCreationOrder() throws(HDF5Error) -> Bool {
    let creation = try location.own("H5Gget_create_plist", closedBy: H5Pclose) {
      H5Gget_create_plist(handle.id)
    }
    var flags: UInt32 = 0
    try location.check("H5Pget_link_creation_order") { H5Pget_link_creation_order(creation.id, &flags) }
    return flags & UInt32(H5P_CRT_ORDER_TRACKED) != 0
  }

  /// Whether the group holds anything of this name.
  package func hasMember(_ name: String) throws(HDF5Error) -> Bool {
    try location.member(name).check("H5Lexists") { H5Lexists(handle.id, name, CHDF5_P_DEFAULT()) } > 0
  }

  /// Opens a dataset.
  /// - Throws: `HDF5Error`: `missing`; a failed call if the name is that of something else.
  package func dataset(_ name: String) throws(HDF5Error) -> HDF5Dataset {
    let location = location.member(name)
    guard try hasMember(name) else { throw location.error(.missing) }
    let dataset = try location.own("H5Dopen2", closedBy: H5Dclose) {
      H5Dopen2(handle.id, name, CHDF5_P_DEFAULT())
    }
    return try HDF5Dataset(opened: dataset, at: location, in: file)
  }
}

extension HDF5Group {
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
    let type = Element.hdf5Type.native
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
    return try StringStorage.withPointers(to: values, at: location) { pointers throws(HDF5Error) in
      let type = try StringStorage.makeType(bytes: nil, at: location)
      let creation = try location.creationProperties(CHDF5_P_DATASET_CREATE(), keepsOrder: false)
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
    let space = try Dataspace.make(shape, count: count, at: location)
    let dataset = try location.own("H5Dcreate2", closedBy: H5Dclose) {
      H5Dcreate2(handle.id, name, type, space.id, CHDF5_P_DEFAULT(), creation.id, CHDF5_P_DEFAULT())
    }
    try location.check("H5Dwrite") {
      H5Dwrite(dataset.id, type, CHDF5_S_ALL(), CHDF5_S_ALL(), CHDF5_P_DEFAULT(), values)
    }
    return try HDF5Dataset(opened: dataset, at: location, in: file)
  }
}
