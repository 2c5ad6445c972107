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
    guard descriptor >= 0 else {
      let error = SystemError.last
      throw error.code == ENOENT ? .missing(path: path) : .cannotOpen(path: path, error)
    }
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
    var bytes: [UInt8] = []
    var isKnown = false
    var chunk = [UInt8](repeating: 0, count: min(limit, chunkBytes))
    while bytes.count < limit {
      let count = Foundation.read(descriptor, &chunk, min(chunk.count, limit - bytes.count))
      if count == 0 { break }
      if count > 0 {
        bytes += chunk[..<count]
        guard !isKnown, bytes.count >= chunkBytes else { continue }
        isKnown = true
        guard isWanted(bytes) else { break }
        // Room for all that is to come, once, instead of for twice as much now and then.
        var status = stat()
        if fstat(descriptor, &status) == 0 {
          bytes.reserveCapacity(min(limit, mostReserved, max(0, Int(status.st_size))))
        }
      } else if errno != EINTR {
        throw .last
      }
    }
    return bytes
  }
}

/// A file that cannot be read.
public enum InputFileError: Error, Equatable {
  case missing(path: String)
  case cannotOpen(path: String, SystemError)
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
