import CHDF5
import Synchronization

/// An open HDF5 file.
///
/// Any number of files may be used from any number of threads: the library underneath is not safe for threads
/// in every build, so this module lets one call at a time into it, about whatever file. A file and its
/// objects themselves belong to one thread at a time.
///
/// Everything that has been opened in a file is closed with it: by `close()`, or when the last of the file
/// and its objects goes. A file that is being written is kept in memory, and only `close()` writes it:
/// libhdf5 1.10 itself crashes when a disk fills up under it. So this is for files that fit into memory,
/// twice.
public final class HDF5File {
  /// The group that holds everything else.
  package let root: HDF5Group
  private let handle: Handle
  private let location: Location
  /// Where to write it; nothing for a file that was opened for reading.
  private let output: OutputFile?

  private init(_ handle: Handle, at location: Location, writingTo output: OutputFile?) throws(HDF5Error) {
    self.handle = handle
    self.location = location
    self.output = output
    root = HDF5Group(
      try location.own("H5Gopen2", closedBy: H5Gclose) { H5Gopen2(handle.id, "/", CHDF5_P_DEFAULT()) },
      at: location, in: handle)
  }

  /// Makes a file, replacing any that is there with an empty one until `close()` fills it.
  ///
  /// In the format of HDF5 1.8 (superblock 2), which every later library reads, with the creation order of
  /// the root group's members and attributes kept, as netCDF-4 demands of files that it shall append to.
  /// Holds no times: equal contents give equal bytes.
  /// - Throws: `HDF5Error` if the path cannot be written.
  package static func create(at path: String) throws(HDF5Error) -> HDF5File {
    let location = Location(file: path, object: "/")
    return try create(at: location, writingTo: try OutputFile(at: location))
  }

  /// Makes a file that stays in memory, in the same format, for `bytes()` to give out.
  package static func createInMemory() throws(HDF5Error) -> HDF5File {
    // libhdf5 tells open files apart by name, those that exist in memory only as well.
    let number = memoryFiles.add(1, ordering: .relaxed).newValue
    return try create(at: Location(file: "(file \(number) in memory)", object: "/"), writingTo: nil)
  }

  private static let memoryFiles = Atomic<Int>(0)

  private static func create(
    at location: Location, writingTo output: OutputFile?
  ) throws(HDF5Error) -> HDF5File {
    let creation = try location.creationProperties(CHDF5_P_FILE_CREATE(), keepsOrder: true)
    let access = try accessProperties(at: location)
    try location.check("H5Pset_libver_bounds") {
      H5Pset_libver_bounds(access.id, H5F_LIBVER_V18, H5F_LIBVER_V18)
    }
    try location.check("H5Pset_fapl_core") { H5Pset_fapl_core(access.id, memoryIncrement, false) }
    let handle = try location.own("H5Fcreate", closedBy: H5Fclose) {
      H5Fcreate(location.file, CHDF5_F_ACC_TRUNC(), creation.id, access.id)
    }
    return try HDF5File(handle, at: location, writingTo: output)
  }

  /// Bytes by which the memory for a file grows: 1 MiB, few steps for large files and little waste for small.
  private static let memoryIncrement = 1 << 20

  /// Opens a file for reading.
  ///
  /// Damage is noticed where HDF5 keeps checksums: everywhere but in numbers and in what has variable length.
  /// libhdf5 1.10 itself crashes on some damage to the latter, so a program that must survive that reads
  /// strings from attributes, whose length is fixed.
  /// - Throws: `HDF5Error` if there is none, or it is no HDF5 file, or one that was cut short.
  package static func open(at path: String) throws(HDF5Error) -> HDF5File {
    let location = Location(file: path, object: "/")
    let access = try accessProperties(at: location)
    let handle = try location.own("H5Fopen", closedBy: H5Fclose) {
      H5Fopen(path, CHDF5_F_ACC_RDONLY(), access.id)
    }
    return try HDF5File(handle, at: location, writingTo: nil)
  }

  /// How files are opened: closing one closes all that is open in it.
  private static func accessProperties(at location: Location) throws(HDF5Error) -> Handle {
    let access = try location.own("H5Pcreate", closedBy: H5Pclose) { H5Pcreate(CHDF5_P_FILE_ACCESS()) }
    try location.check("H5Pset_fclose_degree") { H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG) }
    return access
  }

  /// Writes the file, if it was created, and closes it and all that is open in it; whoever uses one of those
  /// after that gets an error. Does nothing if the file is closed already.
  /// - Throws: `HDF5Error` if it could not be written completely, for want of space on the disk for one. It
  ///   is closed nevertheless, and what there is of it on the disk is useless.
  package func close() throws(HDF5Error) {
    guard handle.isOpen else { return }
    // Nothing that closing could fail to do is of interest: all there is to be written has been by then.
    defer { HDF5Library.locked { _ = H5Fclose(handle.id) } }
    if let output { try output.write(try bytes()) }
  }

  /// The bytes of the file as it is now.
  package func bytes() throws(HDF5Error) -> [UInt8] {
    try location.check("H5Fflush") { H5Fflush(handle.id, H5F_SCOPE_GLOBAL) }
    let size = try location.check("H5Fget_file_image") { H5Fget_file_image(handle.id, nil, 0) }
    var bytes = [UInt8](repeating: 0, count: size)
    try location.check("H5Fget_file_image") { H5Fget_file_image(handle.id, &bytes, size) }
    Superblock.renewChecksum(in: &bytes)
    return bytes
  }
}
