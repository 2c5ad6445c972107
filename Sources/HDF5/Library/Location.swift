import CHDF5

/// What a call is about: a file and an object in it. Through here goes every call that can fail.
struct Location: Sendable {
  /// Path of the file on disk.
  var file: String
  /// Path of the object inside the file; an attribute is `/object@name`.
  var object: String

  /// The place of a member of this group.
  func member(_ name: String) -> Location {
    Location(file: file, object: object == "/" ? "/" + name : object + "/" + name)
  }

  /// The place of an attribute of this object.
  func attribute(_ name: String) -> Location {
    Location(file: file, object: object + "@" + name)
  }

  func error(_ problem: HDF5Problem) -> HDF5Error {
    HDF5Error(file: file, object: object, problem: problem)
  }

  /// Makes one call of the C library under its lock.
  /// - Parameter name: the C function, for the error.
  /// - Returns: what the call returned.
  /// - Throws: `HDF5Error` with the library's own messages if that is negative.
  @discardableResult
  func check<Status: SignedInteger>(_ name: String, _ call: () -> Status) throws(HDF5Error) -> Status {
    try HDF5Library.locked { () throws(HDF5Error) in
      let status = call()
      guard status >= 0 else { throw error(.failedCall(name, messages: ErrorStack.messages())) }
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
}
