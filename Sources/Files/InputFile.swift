import Foundation

/// Reads the bytes of files.
package enum InputFile {
  /// - Parameters:
  ///   - limit: how many bytes at most; all by default.
  ///   - isWanted: asked about the first bytes, up to a megabyte of them; the rest of what is of no use is not read,
  ///     which may have no end.
  /// - Throws: `InputFileError`: `missing` or `cannotOpen`.
  package static func bytes(
    of path: String, upTo limit: Int = .max, where isWanted: ([UInt8]) -> Bool = { _ in true }
  ) throws(InputFileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputFileError(path: path, .last) }
    defer { close(descriptor) }
    do throws(SystemError) {
      return try bytes(of: descriptor, upTo: limit, where: isWanted)
    } catch {
      throw .cannotOpen(path: path, error)
    }
  }

  private static let chunkBytes = 1 << 20
  /// A file may have a size that it does not hold.
  private static let mostReserved = 1 << 30

  /// The bytes from where the descriptor stands to the end.
  package static func bytes(
    of descriptor: Int32, upTo limit: Int = .max, where isWanted: ([UInt8]) -> Bool = { _ in true }
  ) throws(SystemError) -> [UInt8] {
    var bytes = try next(min(limit, chunkBytes), of: descriptor)
    guard bytes.count == chunkBytes, bytes.count < limit, isWanted(bytes) else { return bytes }
    var status = stat()
    if fstat(descriptor, &status) == 0 {
      // Read to where it stays, which saves moving it.
      let size = min(limit, mostReserved, max(bytes.count, Int(status.st_size)))
      bytes = try next(size, of: descriptor, after: bytes)
    }
    while bytes.count < limit {
      let more = try next(min(limit - bytes.count, chunkBytes), of: descriptor)
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  /// Bytes that there are, and those that follow, `count` altogether, or fewer at the end of the file.
  private static func next(
    _ count: Int, of descriptor: Int32, after bytes: [UInt8] = []
  ) throws(SystemError) -> [UInt8] {
    try InputBytes.filled(count, after: bytes) { read(descriptor, $0, $1) }
  }
}

/// A file of which bytes are read as they are asked for. What becomes of it in the meantime may be an error, but no
/// signal, as it would be of one that is mapped into memory.
package final class RandomAccessFile: Sendable {
  private let descriptor: Int32
  /// Bytes when it was opened.
  package let size: Int

  /// - Returns: nil for what is no regular file.
  /// - Throws: `InputFileError`.
  package init?(_ path: String) throws(InputFileError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw InputFileError(path: path, .last) }
    // A pipe must not be opened for nothing: whoever writes to it would lose its reader.
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputFileError(path: path, .last) }
    size = fstat(descriptor, &status) == 0 ? max(0, Int(status.st_size)) : 0
  }

  deinit { close(descriptor) }

  /// - Returns: fewer bytes where the file ends before.
  package func bytes(_ range: Range<Int>) throws(SystemError) -> [UInt8] {
    var place = range.lowerBound
    return try InputBytes.filled(range.count) { bytes, count in
      let found = pread(descriptor, bytes, count, off_t(place))
      place += max(0, found)
      return found
    }
  }

  /// Another descriptor of the file, whoever asks for it to close.
  package func duplicate() throws(SystemError) -> Int32 {
    let other = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard other >= 0 else { throw .last }
    return other
  }
}

/// Bytes that are read to where they stay.
private enum InputBytes {
  /// - Parameter read: as read(2) does.
  /// - Returns: the bytes that there are and those that follow, `count` altogether, or fewer if there are no more.
  static func filled(
    _ count: Int, after bytes: [UInt8] = [], _ read: (UnsafeMutableRawPointer, Int) -> Int
  ) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let all = [UInt8](inLargePages: max(count, bytes.count)) { place, filled in
      filled = place.initialize(fromContentsOf: bytes)
      while filled < count, let start = UnsafeMutableRawPointer(place.baseAddress) {
        let found = read(start + filled, count - filled)
        if found == 0 { break }
        if found > 0 {
          filled += found
        } else if errno != EINTR {
          failure = .last
          break
        }
      }
    }
    if let failure { throw failure }
    return all
  }
}

/// A file that cannot be read.
public enum InputFileError: Error, Equatable {
  case missing(path: String)
  case cannotOpen(path: String, SystemError)

  /// Why a file could not be opened.
  fileprivate init(path: String, _ error: SystemError) {
    self = error.code == ENOENT ? .missing(path: path) : .cannotOpen(path: path, error)
  }
}

/// What the operating system said when a call failed.
public struct SystemError: Error, Equatable, Sendable {
  /// The value of errno.
  public let code: Int32

  public init(code: Int32) {
    self.code = code
  }

  /// What the last failed call left behind.
  public static var last: SystemError { SystemError(code: errno) }

  /// The system's own words, like "No space left on device".
  public var message: String { String(cString: strerror(code)) }
}
