import CHDF5
import Foundation

/// The functions of libhdf5, which is opened when the first is called: under the lock.
package let hdf5 = hdf5_load()

/// The process-wide state of libhdf5: one lock.
///
/// Whether libhdf5 may be called from several threads depends on how it was built: by default it may not,
/// since its tables of handles and its error stack are plain globals, and its high-level library (the
/// dimension scales) never may. So every call, about whatever file, is made under this one lock. The lock is
/// recursive because closing a handle takes it, too, which may happen inside a locked stretch.
package enum HDF5Library {
  /// Runs `body` while no other thread is inside libhdf5.
  package static func locked<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    // Errors are thrown (see `HDF5Error`), not printed. A libhdf5 built for threads has a stack of errors,
    // with this setting, for every thread, so one call at the start would not do.
    _ = hdf5.H5Eset_auto2(CHDF5_DEFAULT(), nil, nil)
    return try body()
  }

  /// What the error stack holds after a failed call: descriptions, from the call that was made to the innermost
  /// cause, each on one line. To be read under the lock, before any other call.
  static func errorMessages() -> [String] {
    var messages: [String] = []
    withUnsafeMutablePointer(to: &messages) { collected in
      _ = hdf5.H5Ewalk2(
        CHDF5_DEFAULT(), H5E_WALK_DOWNWARD,
        { _, entry, collected in
          guard let description = entry?.pointee.desc else { return 0 }
          collected?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: description))
          return 0
        }, collected)
    }
    return messages.map { $0.filter { !$0.isNewline } }.filter { !$0.isEmpty }
  }

  private static let lock = NSRecursiveLock()
}

/// What a call is about: an object in a file. Through here goes every call that can fail.
struct Location: Sendable {
  /// Path of the object inside the file; an attribute is `/object@name`.
  let object: String

  func member(_ name: String) -> Location {
    Location(object: object == "/" ? "/" + name : object + "/" + name)
  }

  func attribute(_ name: String) -> Location { Location(object: object + "@" + name) }

  func error(_ problem: HDF5Problem) -> HDF5Error { HDF5Error(object: object, problem: problem) }

  /// Makes one call of the C library under its lock.
  /// - Parameter name: the C function, for the error.
  /// - Returns: what the call returned.
  /// - Throws: `HDF5Error` with the library's own messages if that is negative.
  @discardableResult
  func check<Status: SignedInteger>(_ name: String, _ call: () -> Status) throws(HDF5Error) -> Status {
    try HDF5Library.locked { () throws(HDF5Error) in
      let status = call()
      guard status >= 0 else { throw error(.failedCall(name, messages: HDF5Library.errorMessages())) }
      return status
    }
  }

  /// Makes one call that returns a handle, and takes ownership of it.
  /// - Parameter close: the C function that such a handle is closed with.
  func own(
    _ name: String, closedBy close: @escaping Handle.Close, _ call: () -> hid_t
  ) throws(HDF5Error) -> Handle {
    try HDF5Library.locked { () throws(HDF5Error) in
      Handle(try check(name, call), closedBy: close)
    }
  }

  /// How something is made: without times, so that equal contents give equal bytes.
  /// - Parameters:
  ///   - kind: the class of such properties.
  ///   - keepsOrder: whether the order of creation of members and attributes is kept.
  func creationProperties(_ kind: @autoclosure () -> hid_t, keepsOrder: Bool) throws(HDF5Error) -> Handle {
    let creation = try own("H5Pcreate", closedBy: hdf5.H5Pclose) { hdf5.H5Pcreate(kind()) }
    if keepsOrder {
      let order = UInt32(H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED)
      try check("H5Pset_link_creation_order") { hdf5.H5Pset_link_creation_order(creation.id, order) }
      try check("H5Pset_attr_creation_order") { hdf5.H5Pset_attr_creation_order(creation.id, order) }
    }
    try check("H5Pset_obj_track_times") { hdf5.H5Pset_obj_track_times(creation.id, false) }
    return creation
  }

  /// The shape of what is to be written.
  /// - Parameter shape: the axis lengths, the last one running fastest; empty for a single value.
  /// - Throws: `wrongCount` if `count` values do not fill that shape.
  func dataspace(_ shape: [Int], count: Int) throws(HDF5Error) -> Handle {
    guard shape.allSatisfy({ $0 >= 0 }), Double(count) == shape.reduce(1.0, { $0 * Double($1) }) else {
      throw error(.wrongCount(found: count, shape: shape))
    }
    return try own("H5Screate", closedBy: hdf5.H5Sclose) {
      shape.isEmpty
        ? hdf5.H5Screate(H5S_SCALAR)
        : hdf5.H5Screate_simple(Int32(clamping: shape.count), shape.map(UInt64.init), nil)
    }
  }

  /// A datatype for strings in UTF-8.
  /// - Parameter bytes: the length that every string takes, or the library's mark for a variable one.
  func stringType(bytes: Int) throws(HDF5Error) -> Handle {
    let type = try own("H5Tcopy", closedBy: hdf5.H5Tclose) { hdf5.H5Tcopy(hdf5.string) }
    try check("H5Tset_size") { hdf5.H5Tset_size(type.id, bytes) }
    try check("H5Tset_cset") { hdf5.H5Tset_cset(type.id, H5T_CSET_UTF8) }
    return type
  }
}

/// The one owner of a handle of libhdf5: closes it when it goes.
final class Handle {
  typealias Close = @convention(c) (hid_t) -> herr_t

  let id: hid_t
  private let close: Close

  init(_ id: hid_t, closedBy close: @escaping Close) {
    self.id = id
    self.close = close
  }

  deinit { HDF5Library.locked { _ = close(id) } }
}

extension HDF5Library {
  /// "1.10.8"; nil where it is not there or, unless it may be opened, not in use.
  package static func version(opens: Bool) -> String? {
    var version: [UInt32] = [0, 0, 0]
    return locked { hdf5_version(&version, opens) } ? version.map(String.init).joined(separator: ".") : nil
  }
}
