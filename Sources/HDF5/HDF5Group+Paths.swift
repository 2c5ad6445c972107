import CHDF5

/// Datasets of files that somebody else wrote.
extension HDF5Group {
  /// Opens the dataset at a path, without following what leads out of the file: external links, also where
  /// another link leads to one, virtual datasets and external storage.
  ///
  /// - Parameter path: names with `/` between them, from this group.
  /// - Throws: `HDF5Error`: `missing`, with the first part of the path that is; `elsewhere`; a failed call if the
  ///   path is that of something else than a dataset.
  public func dataset(inside path: String) throws(HDF5Error) -> HDF5Dataset {
    let names = path.split(separator: "/").map(String.init)
    var location = location
    for (index, name) in names.enumerated() {
      location = location.member(name)
      let part = names[...index].joined(separator: "/")
      let found = try Self.withoutLeaving(location, CHDF5_P_LINK_ACCESS()) { access throws(HDF5Error) in
        try location.check("H5Lexists") { H5Lexists(handle.id, part, access) }
      }
      guard found > 0 else { throw location.error(.missing) }
    }
    let dataset = try Self.withoutLeaving(location, CHDF5_P_DATASET_ACCESS()) { access throws(HDF5Error) in
      try location.own("H5Dopen2", closedBy: H5Dclose) {
        H5Dopen2(handle.id, names.isEmpty ? "." : names.joined(separator: "/"), access)
      }
    }
    try Self.checkStorage(of: dataset, at: location)
    return try HDF5Dataset(opened: dataset, at: location, in: file)
  }

  /// Calls `body` with access properties by which external links fail.
  ///
  /// - Throws: `elsewhere` if there was one; what `body` throws.
  private static func withoutLeaving<Result>(
    _ location: Location, _ kind: hid_t, _ body: (hid_t) throws(HDF5Error) -> Result
  ) throws(HDF5Error) -> Result {
    let access = try location.own("H5Pcreate", closedBy: H5Pclose) { H5Pcreate(kind) }
    var isLeaving = false
    do throws(HDF5Error) {
      return try withUnsafeMutablePointer(to: &isLeaving) { flag throws(HDF5Error) in
        try location.check("H5Pset_elink_cb") {
          H5Pset_elink_cb(
            access.id,
            { _, _, _, _, _, _, flag in
              flag?.assumingMemoryBound(to: Bool.self).pointee = true
              return -1
            }, flag)
        }
        return try body(access.id)
      }
    } catch {
      throw isLeaving ? location.error(.elsewhere("an external link")) : error
    }
  }

  private static func checkStorage(of dataset: Handle, at location: Location) throws(HDF5Error) {
    let creation = try location.own("H5Dget_create_plist", closedBy: H5Pclose) {
      H5Dget_create_plist(dataset.id)
    }
    guard HDF5Library.locked({ H5Pget_layout(creation.id) }) != H5D_VIRTUAL else {
      throw location.error(.elsewhere("a virtual dataset"))
    }
    let files = try location.check("H5Pget_external_count") { H5Pget_external_count(creation.id) }
    guard files == 0 else { throw location.error(.elsewhere("external storage")) }
  }
}

extension HDF5Dataset {
  /// Bytes that the values take in the file, compressed as they may be, and at most the file's own size: less
  /// than the shape says if some were never written.
  public func storedBytes() throws(HDF5Error) -> Int {
    var size: hsize_t = 0
    try location.check("H5Fget_filesize") { H5Fget_filesize(file.id, &size) }
    return Int(clamping: min(HDF5Library.locked { H5Dget_storage_size(handle.id) }, size))
  }
}
