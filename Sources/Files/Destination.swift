import Foundation

/// A place for a file that is to be written.
package struct Destination {
  /// The file itself, where the path given is a symbolic link to it.
  package let path: String

  /// Makes the directories that are missing, and refuses a path that cannot be a file.
  ///
  /// - Throws: `OutputError`: `notAFile`, `cannotCreateDirectory` or `cannotOpen`.
  package init(_ path: String) throws(OutputError) {
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

  package var exists: Bool { Self.mode(of: path) != nil }

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

extension Destination {
  /// Writes a whole file here, replacing any that there is, as one step: at no time is there half a file. When
  /// this returns, it is on the disk.
  ///
  /// - Throws: `OutputError`: `cannotOpen` or `cannotWrite`; the file that was there is untouched then.
  package func write(_ bytes: [UInt8]) throws(OutputError) { try StagedFile(bytes, for: self).commit() }

  /// Removes a file, if it is there.
  package static func remove(_ path: String) { unlink(path) }

  /// Removes what processes left beside this place that ended while they wrote here.
  package func removeLeftovers() { StagedFile.removeLeftovers(beside: path) }

  /// The same of all places in a directory.
  package static func removeLeftovers(in directory: String) {
    StagedFile.removeLeftovers(beside: directory + "/")
  }

  /// Makes the name of a file in a directory last, which has its own place on the disk. Not every file system can.
  fileprivate func synchronizeDirectory() {
    let directory = open(Self.directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return }
    fsync(directory)
    close(directory)
  }
}

/// A file that is complete and on the disk, under a name of its own beside its destination: all of several files are
/// there before the first gets its name.
///
/// It is locked as long as it has that name. One that nobody holds is left of a process that ended.
package final class StagedFile {
  private let destination: Destination
  private let path: String
  private let descriptor: Int32
  private var isNamed = false

  private static let ending = ".temporary"

  /// - Throws: `OutputError`: `cannotOpen` or `cannotWrite`.
  package init(_ bytes: [UInt8], for destination: Destination) throws(OutputError) {
    self.destination = destination
    var path = ""
    var descriptor: Int32 = -1
    for number in 0..<1_000 {
      // Never through a link, and never into a file that is there.
      path = "\(destination.path).\(getpid())-\(number)\(Self.ending)"
      descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
      if descriptor >= 0 || errno != EEXIST { break }
    }
    (self.path, self.descriptor) = (path, descriptor)
    guard descriptor >= 0 else { throw .cannotOpen(path: destination.path, .last) }
    flock(descriptor, LOCK_EX | LOCK_NB)
    do throws(SystemError) {
      try bytes.write(to: descriptor)
      guard fsync(descriptor) == 0 else { throw .last }
    } catch {
      throw .cannotWrite(path: destination.path, error)
    }
  }

  /// Gives the file its name.
  ///
  /// - Throws: `OutputError.cannotWrite`.
  package func commit() throws(OutputError) {
    guard rename(path, destination.path) == 0 else { throw .cannotWrite(path: destination.path, .last) }
    isNamed = true
    destination.synchronizeDirectory()
  }

  deinit {
    guard descriptor >= 0 else { return }
    if !isNamed { unlink(path) }
    close(descriptor)
  }

  fileprivate static func removeLeftovers(beside path: String) {
    let isFolder = path.hasSuffix("/")
    let folder = isFolder ? path : (path as NSString).deletingLastPathComponent
    let name = isFolder ? "" : (path as NSString).lastPathComponent + "."
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    for leftover in names where leftover.hasPrefix(name) && leftover.hasSuffix(ending) {
      let leftover = (folder as NSString).appendingPathComponent(leftover)
      let descriptor = open(leftover, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(leftover) }
      close(descriptor)
    }
  }
}

extension [UInt8] {
  /// Writes all of them to an open file: from a place in it on, or where it stands.
  package func write(to descriptor: Int32, at place: Int? = nil) throws(SystemError) {
    var written = 0
    while written < count {
      let step = withUnsafeBytes { bytes in
        let start = bytes.baseAddress.map { $0 + written }
        return if let place {
          pwrite(descriptor, start, count - written, off_t(place + written))
        } else {
          Foundation.write(descriptor, start, count - written)
        }
      }
      if step >= 0 {
        written += step
      } else if errno != EINTR {
        throw .last
      }
    }
  }
}

extension Destination {
  /// - Parameter inputs: paths of files that the same command reads.
  /// - Throws: `OutputError.isInput` if one of them is at the place that `path` leads to, by whatever names.
  package static func check(_ path: String, against inputs: [String]) throws(OutputError) {
    for input in inputs where isSameFile(path, input) { throw .isInput(path: path) }
  }

  private static func isSameFile(_ path: String, _ other: String) -> Bool {
    var status = stat()
    var otherStatus = stat()
    guard stat(path, &status) == 0, stat(other, &otherStatus) == 0 else {
      return resolved(path) == resolved(other)
    }
    return status.st_dev == otherStatus.st_dev && status.st_ino == otherStatus.st_ino
  }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }
}

/// An output that cannot be created, or that must not be overwritten.
public enum OutputError: Error, Equatable {
  /// The path is a directory, a device or another thing that is not a file.
  case notAFile(path: String)
  /// The directory of the output neither exists nor can be made.
  case cannotCreateDirectory(path: String, SystemError)
  /// A file that cannot be made, locked, read or renamed.
  case cannotOpen(path: String, SystemError)
  /// Writing failed, on a full disk for example.
  case cannotWrite(path: String, SystemError)
  /// Another process is writing this file.
  case inUse(path: String)
  /// There is a file already. Not overwritten unless asked for.
  case exists(path: String)
  /// The file that the output would replace is one that the same command reads. Never overwritten.
  case isInput(path: String)
}
