import CHDF5

/// A group: named datasets and groups, and attributes.
package final class HDF5Group: HDF5Object {
  /// Adds a group, with the creation order of its members and attributes kept.
  /// - Throws: `HDF5Error` if the name is taken.
  @discardableResult
  package func createGroup(_ name: String) throws(HDF5Error) -> HDF5Group {
    let location = location.member(name)
    let creation = try location.creationProperties(hdf5.group_creation, keepsOrder: true)
    let group = try location.own("H5Gcreate2", closedBy: hdf5.H5Gclose) {
      hdf5.H5Gcreate2(handle.id, name, CHDF5_DEFAULT(), creation.id, CHDF5_DEFAULT())
    }
    return HDF5Group(group, at: location, in: file)
  }

  /// Adds a dataset of numbers: stored as they are, or compressed (shuffled and deflated, in chunks) from a quarter of a
  /// megabyte on, where a file of many runs becomes several times smaller.
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
    let creation = try location.creationProperties(hdf5.dataset_creation, keepsOrder: false)
    if var fillValue {
      try location.check("H5Pset_fill_value") { hdf5.H5Pset_fill_value(creation.id, type, &fillValue) }
    }
    if values.count * MemoryLayout<Element>.stride >= Self.largestUncompressed {
      try location.compress(creation, shape: shape, elementBytes: MemoryLayout<Element>.stride)
    }
    return try createDataset(
      name, shape: shape, count: values.count, of: type, creation: creation, values: values)
  }

  private static let largestUncompressed = 1 << 18

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
    let creation = try location.creationProperties(hdf5.dataset_creation, keepsOrder: false)
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
    let dataset = try location.own("H5Dcreate2", closedBy: hdf5.H5Dclose) {
      hdf5.H5Dcreate2(handle.id, name, type, space.id, CHDF5_DEFAULT(), creation.id, CHDF5_DEFAULT())
    }
    try location.check("H5Dwrite") {
      hdf5.H5Dwrite(dataset.id, type, CHDF5_S_ALL(), CHDF5_S_ALL(), CHDF5_DEFAULT(), values)
    }
    return HDF5Dataset(dataset, shape: shape, at: location, in: file)
  }
}

extension Location {
  /// Has a dataset made in compressed chunks of at most a megabyte: whole rows of its last axes.
  fileprivate func compress(_ creation: Handle, shape: [Int], elementBytes: Int) throws(HDF5Error) {
    var chunk = shape.map { hsize_t($0) }
    for axis in chunk.indices {
      let rest = chunk[axis...].dropFirst().reduce(hsize_t(elementBytes), *)
      chunk[axis] = min(chunk[axis], max(1, (1 << 20) / rest))
      if chunk[axis] > 1 { break }
    }
    try check("H5Pset_chunk") { hdf5.H5Pset_chunk(creation.id, Int32(chunk.count), chunk) }
    try check("H5Pset_shuffle") { hdf5.H5Pset_shuffle(creation.id) }
    // Results take 2% more than at 6, zlib's own choice, and half the time.
    try check("H5Pset_deflate") { hdf5.H5Pset_deflate(creation.id, 4) }
  }
}
