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
    try change(file) { H5Ldelete($0, name, 0) }
  }

  static func removeAttribute(_ name: String, from file: URL) throws {
    try change(file) { H5Adelete($0, name) }
  }

  /// Puts one variable in the place of another, and leaves it where it is, too.
  static func put(_ name: String, inPlaceOf other: String, in file: URL) throws {
    try change(file) { H5Ldelete($0, other, 0) }
    try change(file) { H5Lcreate_hard($0, name, $0, other, 0, 0) }
  }

  static func setFormatVersion(_ version: Int32, of file: URL) throws {
    try change(file) { root in
      let attribute = H5Aopen(root, "format_version", 0)
      defer { H5Aclose(attribute) }
      return withUnsafePointer(to: version) { H5Awrite(attribute, CHDF5_T_NATIVE_INT32(), $0) }
    }
  }

  private struct Failure: Error {}

  private static func change(_ file: URL, _ body: (hid_t) -> herr_t) throws {
    try HDF5Library.locked {
      let handle = H5Fopen(file.path, CHDF5_F_ACC_RDWR(), 0)
      guard handle >= 0 else { throw Failure() }
      let status = body(handle)
      guard H5Fclose(handle) >= 0, status >= 0 else { throw Failure() }
    }
    // A process that another test starts meanwhile inherits the library's lock on the file, and keeps it: leave
    // a new file that nobody has locked.
    try Data(contentsOf: file).write(to: file, options: .atomic)
  }
}
