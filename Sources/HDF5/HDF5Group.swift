import CHDF5

/// A group: named datasets, and attributes.
public final class HDF5Group: HDF5Object {
  /// The names of what the group holds, in the order of creation if the file keeps it, else sorted.
  public func memberNames() throws(HDF5Error) -> [String] {
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
  public func hasMember(_ name: String) throws(HDF5Error) -> Bool {
    try location.member(name).check("H5Lexists") { H5Lexists(handle.id, name, CHDF5_P_DEFAULT()) } > 0
  }

  /// Opens a dataset.
  /// - Throws: `HDF5Error`: `missing`; a failed call if the name is that of something else.
  public func dataset(_ name: String) throws(HDF5Error) -> HDF5Dataset {
    let location = location.member(name)
    guard try hasMember(name) else { throw location.error(.missing) }
    let dataset = try location.own("H5Dopen2", closedBy: H5Dclose) {
      H5Dopen2(handle.id, name, CHDF5_P_DEFAULT())
    }
    return try HDF5Dataset(opened: dataset, at: location, in: file)
  }
}
