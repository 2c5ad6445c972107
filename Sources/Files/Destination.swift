import Foundation

/// A place for a file that is to be written.
public struct Destination {
  /// The file itself, where the path given is a symbolic link to it.
  public let path: String

  /// Makes the directories that are missing, and refuses a path that cannot be a file.
  ///
  /// - Throws: `OutputError`: `notAFile`, `cannotCreateDirectory` or `cannotOpen`.
  public init(_ path: String) throws(OutputError) {
    guard !path.isEmpty else { throw .cannotOpen(path: path, SystemError(code: ENOENT)) }
    guard !path.hasSuffix("/") else { throw .notAFile(path: path) }
    try Self.makeDirectory(Self.directory(of: path))
    if let mode = Self.mode(of: path) {
      guard mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
      self.path = Self.target(of: path)
    } else {
      self.path = path
    }
  }

  public var exists: Bool { Self.mode(of: path) != nil }

  /// Puts a finished file here, in the place of any that there is, as one step: at no time is there half a
  /// file. When this returns, it is on the disk.
  ///
  /// - Parameter temporary: path of a file in the same directory.
  public func replace(with temporary: String) throws(OutputError) {
    let file = open(temporary, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .cannotOpen(path: temporary, .last) }
    let isSafe = fsync(file) == 0
    let error = SystemError.last
    close(file)
    guard isSafe else { throw .cannotWrite(path: path, error) }
    guard rename(temporary, path) == 0 else { throw .cannotWrite(path: path, .last) }

    // The name is in the directory, which has its own place on the disk. Not every file system can do this.
    let directory = open(Self.directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes a directory and those above it.
  private static func makeDirectory(_ path: String) throws(OutputError) {
    if let mode = mode(of: path) {
      guard mode & S_IFMT == S_IFDIR else {
        throw .cannotCreateDirectory(path: path, SystemError(code: ENOTDIR))
      }
      return
    }
    let error = SystemError.last
    guard error.code == ENOENT, path != ".", path != "/" else {
      throw .cannotCreateDirectory(path: path, error)
    }
    try makeDirectory(directory(of: path))
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw .cannotCreateDirectory(path: path, .last)
    }
  }

  /// Type and permissions of what is there; nil if nothing is.
  private static func mode(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode : nil
  }

  /// What a symbolic link leads to; any other path as it is, so that messages name what the user named.
  private static func target(of path: String) -> String {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK,
      let resolved = realpath(path, nil)
    else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
