import CHDF5

extension HDF5Group {
  /// Adds a group, with the creation order of its members and attributes kept.
  /// - Throws: `HDF5Error` if the name is taken.
  @discardableResult
  public func createGroup(_ name: String) throws(HDF5Error) -> HDF5Group {
    let location = location.member(name)
    let order = UInt32(H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED)
    let creation = try location.own("H5Pcreate", closedBy: H5Pclose) { H5Pcreate(CHDF5_P_GROUP_CREATE()) }
    try location.check("H5Pset_link_creation_order") { H5Pset_link_creation_order(creation.id, order) }
    try location.check("H5Pset_attr_creation_order") { H5Pset_attr_creation_order(creation.id, order) }
    try location.check("H5Pset_obj_track_times") { H5Pset_obj_track_times(creation.id, false) }
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
  public func createDataset<Element: HDF5Element>(
    _ name: String, shape: [Int], values: [Element], fillValue: Element? = nil
  ) throws(HDF5Error) -> HDF5Dataset {
    let location = location.member(name)
    let type = Element.hdf5Type.native
    let creation = try datasetProperties(at: location)
    if var fillValue {
      try location.check("H5Pset_fill_value") { H5Pset_fill_value(creation.id, type, &fillValue) }
    }
    let space = try Dataspace.make(shape, count: values.count, at: location)
    let dataset = try createDataset(name, type: type, space: space, creation: creation)
    try location.check("H5Dwrite") {
      H5Dwrite(dataset.handle.id, type, CHDF5_S_ALL(), CHDF5_S_ALL(), CHDF5_P_DEFAULT(), values)
    }
    return dataset
  }

  /// Adds a dataset of strings: of variable length in UTF-8, which every reader of netCDF-4 files
  /// understands.
  /// - Parameters:
  ///   - shape: the axis lengths, the last one running fastest; empty for a single value.
  ///   - values: as many as fill the shape.
  /// - Throws: `HDF5Error`: `wrongCount`, `nullCharacter`; a failed call if the name is taken.
  @discardableResult
  public func createStringDataset(
    _ name: String, shape: [Int], values: [String]
  ) throws(HDF5Error) -> HDF5Dataset {
    let location = location.member(name)
    return try StringStorage.withPointers(to: values, at: location) { pointers throws(HDF5Error) in
      let type = try StringStorage.makeType(bytes: nil, at: location)
      let space = try Dataspace.make(shape, count: values.count, at: location)
      let creation = try datasetProperties(at: location)
      let dataset = try createDataset(name, type: type.id, space: space, creation: creation)
      try location.check("H5Dwrite") {
        H5Dwrite(dataset.handle.id, type.id, CHDF5_S_ALL(), CHDF5_S_ALL(), CHDF5_P_DEFAULT(), pointers)
      }
      return dataset
    }
  }

  /// How datasets are made: without times, so that equal contents give equal bytes.
  private func datasetProperties(at location: Location) throws(HDF5Error) -> Handle {
    let creation = try location.own("H5Pcreate", closedBy: H5Pclose) { H5Pcreate(CHDF5_P_DATASET_CREATE()) }
    try location.check("H5Pset_obj_track_times") { H5Pset_obj_track_times(creation.id, false) }
    return creation
  }

  private func createDataset(
    _ name: String, type: hid_t, space: Handle, creation: Handle
  ) throws(HDF5Error) -> HDF5Dataset {
    let location = location.member(name)
    let dataset = try location.own("H5Dcreate2", closedBy: H5Dclose) {
      H5Dcreate2(
        handle.id, name, type, space.id, CHDF5_P_DEFAULT(), creation.id, CHDF5_P_DEFAULT())
    }
    return try HDF5Dataset(opened: dataset, at: location, in: file)
  }
}
