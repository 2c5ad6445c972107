import Foundation

/// The one owner of a file on disk that is to be written: opened at the start, so that what cannot be written
/// is known before any work, and filled at the end.
final class OutputFile {
  private let location: Location
  private let descriptor: Int32

  /// Makes an empty file, replacing any that is there.
  /// - Throws: `HDF5Error` if the system refuses.
  init(at location: Location) throws(HDF5Error) {
    self.location = location
    descriptor = try Self.check("open", at: location) {
      open(location.file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    }
  }

  deinit {
    _ = close(descriptor)
  }

  /// Writes all of it, down to the disk.
  /// - Throws: `HDF5Error` if the system refuses, for want of space for one.
  func write(_ bytes: [UInt8]) throws(HDF5Error) {
    var rest = bytes[...]
    while !rest.isEmpty {
      rest = rest.dropFirst(
        try Self.check("write", at: location) {
          rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        })
    }
    // Some systems find out only here that there is no space. What is no file has no disk to go down to.
    try Self.check("fsync", at: location) {
      let status = fsync(descriptor)
      return status < 0 && errno == EINVAL ? 0 : status
    }
  }

  /// Makes one system call, again if a signal interrupts it.
  /// - Throws: `HDF5Error` with the system's message if it returns a negative number.
  @discardableResult
  private static func check<Status: SignedInteger>(
    _ name: String, at location: Location, _ call: () -> Status
  ) throws(HDF5Error) -> Status {
    while true {
      let status = call()
      if status >= 0 { return status }
      let number = errno
      if number != EINTR {
        throw location.error(.failedCall(name, messages: [String(cString: strerror(number))]))
      }
    }
  }
}
