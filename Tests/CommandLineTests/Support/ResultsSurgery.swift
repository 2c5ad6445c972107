import CHDF5
import Foundation
import HDF5Reading

@testable import HDF5

/// Changes in results files that the program itself would never make.
enum ResultsSurgery {
  /// Names of all variables.
  static func variables(of file: URL) throws -> [String] {
    try StoredObject(file: file.path).memberNames()
  }

  static func removeVariable(_ name: String, from file: URL) throws {
    try change(file) { hdf5.H5Ldelete($0, name, 0) }
  }

  static func removeAttribute(_ name: String, from file: URL) throws {
    try change(file) { hdf5.H5Adelete($0, name) }
  }

  /// Puts one variable in the place of another, and leaves it where it is, too.
  static func put(_ name: String, inPlaceOf other: String, in file: URL) throws {
    try change(file) { hdf5.H5Ldelete($0, other, 0) }
    try change(file) { hdf5.H5Lcreate_hard($0, name, $0, other, 0, 0) }
  }

  static func setFormatVersion(_ version: Int32, of file: URL) throws {
    try change(file) { root in
      let attribute = hdf5.H5Aopen(root, "format_version", 0)
      defer { _ = hdf5.H5Aclose(attribute) }
      return withUnsafePointer(to: version) { hdf5.H5Awrite(attribute, hdf5.int32, $0) }
    }
  }

  private struct Failure: Error {}

  private static func change(_ file: URL, _ body: (hid_t) -> herr_t) throws {
    try HDF5Library.locked {
      let handle = hdf5.H5Fopen(file.path, CHDF5_F_ACC_RDWR(), 0)
      guard handle >= 0 else { throw Failure() }
      let status = body(handle)
      guard hdf5.H5Fclose(handle) >= 0, status >= 0 else { throw Failure() }
    }
    // A process that another test starts meanwhile inherits the library's lock on the file, and keeps it: leave
    // a new file that nobody has locked.
    try Data(contentsOf: file).write(to: file, options: .atomic)
  }
}
