import Foundation

/// Reads the bytes of files.
public enum InputFile {
  /// - Parameter limit: how many bytes at most; all by default.
  /// - Throws: `InputFileError`: `missing` or `cannotOpen`.
  public static func bytes(of path: String, upTo limit: Int = .max) throws(InputFileError) -> [UInt8] {
    try bytes(of: path, upTo: limit, head: 0, unless: { _ in false }) ?? []
  }

  /// The bytes of a file, unless the first ones say that they are for others to read. Every byte is read
  /// once, so this works on pipes, too.
  ///
  /// - Parameters:
  ///   - head: how many bytes to look at first; fewer if the file is shorter.
  ///   - isForOthers: judges them.
  /// - Returns: nil if the file is for others.
  /// - Throws: `InputFileError`: `missing` or `cannotOpen`.
  public static func bytes(
    of path: String, upTo limit: Int, head: Int, unless isForOthers: ([UInt8]) -> Bool
  ) throws(InputFileError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let error = SystemError.last
      throw error.code == ENOENT ? .missing(path: path) : .cannotOpen(path: path, error)
    }
    defer { close(descriptor) }
    do throws(SystemError) {
      let first = try bytes(of: descriptor, upTo: head)
      if isForOthers(first) { return nil }
      return try first + bytes(of: descriptor, upTo: limit - first.count)
    } catch {
      throw .cannotOpen(path: path, error)
    }
  }

  /// The bytes from where the descriptor stands to the end.
  public static func bytes(of descriptor: Int32, upTo limit: Int = .max) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(limit, 1 << 20))
    while bytes.count < limit {
      let count = Foundation.read(descriptor, &chunk, min(chunk.count, limit - bytes.count))
      if count == 0 { break }
      if count > 0 {
        bytes += chunk[..<count]
      } else if errno != EINTR {
        throw .last
      }
    }
    return bytes
  }
}
