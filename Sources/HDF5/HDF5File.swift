import CHDF5
import Synchronization

/// An HDF5 file that is being made, in memory: libhdf5 1.10 itself crashes when a disk fills up under it. So
/// this is for files that fit into memory, twice. What was made is read by `HDF5Image`, without libhdf5.
///
/// In the format of HDF5 1.8 (superblock 2), which every later library reads, with the creation order of
/// members and attributes kept, as netCDF-4 demands of files that it shall append to. Holds no times: equal
/// contents give equal bytes.
///
/// Any number of files may be made on any number of threads: the library underneath is not safe for threads
/// in every build, so this module lets one call at a time into it, about whatever file. A file and its objects
/// themselves belong to one thread at a time. It is closed when the last of them goes.
package final class HDF5File {
  /// The group that holds everything else.
  package let root: HDF5Group
  private let handle: Handle
  private let location = Location(object: "/")

  /// - Throws: `HDF5Error` if libhdf5 fails, for want of memory for one.
  package init() throws(HDF5Error) {
    let creation = try location.creationProperties(hdf5.file_creation, keepsOrder: true)
    let access = try location.own("H5Pcreate", closedBy: hdf5.H5Pclose) { hdf5.H5Pcreate(hdf5.file_access) }
    try location.check("H5Pset_libver_bounds") {
      hdf5.H5Pset_libver_bounds(access.id, H5F_LIBVER_V18, H5F_LIBVER_V18)
    }
    try location.check("H5Pset_fapl_core") { hdf5.H5Pset_fapl_core(access.id, Self.memoryIncrement, false) }
    // libhdf5 tells open files apart by name, those that exist in memory only as well.
    let name = "(file \(Self.count.add(1, ordering: .relaxed).newValue) in memory)"
    let handle = try location.own("H5Fcreate", closedBy: hdf5.H5Fclose) {
      hdf5.H5Fcreate(name, CHDF5_F_ACC_TRUNC(), creation.id, access.id)
    }
    self.handle = handle
    root = HDF5Group(
      try location.own("H5Gopen2", closedBy: hdf5.H5Gclose) {
        hdf5.H5Gopen2(handle.id, "/", CHDF5_DEFAULT())
      },
      at: location, in: handle)
  }

  /// Bytes by which the memory for a file grows: 1 MiB, few steps for large files and little waste for small.
  private static let memoryIncrement = 1 << 20
  private static let count = Atomic<Int>(0)

  /// The bytes of the file as it is now.
  package func bytes() throws(HDF5Error) -> [UInt8] {
    try location.check("H5Fflush") { hdf5.H5Fflush(handle.id, H5F_SCOPE_GLOBAL) }
    let size = try location.check("H5Fget_file_image") { hdf5.H5Fget_file_image(handle.id, nil, 0) }
    var bytes = [UInt8](repeating: 0, count: size)
    try location.check("H5Fget_file_image") { hdf5.H5Fget_file_image(handle.id, &bytes, size) }
    Superblock.renewChecksum(in: &bytes)
    return bytes
  }
}
