import Files
import Foundation

/// The file under a journal: locked against other processes for as long as this object lives, and written
/// without buffering, so that what was appended survives the death of the process.
final class JournalFile {
  let path: String
  private let locking: FileLocking
  private let descriptor: Int32
  /// Whether another process can find out by its lock that the file is in use. Not every file system has locks.
  let isLocked: Bool
  /// Bytes that are known to be whole. What a failed write left behind them is cut off.
  private var length = 0

  /// Opens the file, or makes an empty one, and locks it.
  ///
  /// - Throws: `OutputError`: `cannotOpen`, `notAFile`, or `inUse` if another process holds the lock.
  init(_ path: String, _ locking: FileLocking) throws(OutputError) {
    self.path = path
    self.locking = locking
    (descriptor, isLocked) = try Self.openLocked(path, locking)
  }

  deinit { close(descriptor) }

  /// All bytes of the file. To be called once.
  func contents() throws(OutputError) -> [UInt8] {
    do throws(SystemError) {
      return try InputFile.bytes(of: descriptor)
    } catch {
      throw .cannotOpen(path: path, error)
    }
  }

  /// Cuts off everything behind the first `length` bytes; from there on is appended.
  func truncate(to length: Int) throws(OutputError) {
    guard ftruncate(descriptor, off_t(length)) == 0 else { throw .cannotWrite(path: path, .last) }
    self.length = length
  }

  /// Appends bytes, all or none of them as far as the system allows.
  func append(_ bytes: [UInt8]) throws(OutputError) {
    do throws(SystemError) {
      try bytes.write(to: descriptor, at: length)
    } catch {
      // Should cutting fail, too, the torn line is dropped when the journal is read.
      ftruncate(descriptor, off_t(length))
      throw .cannotWrite(path: path, error)
    }
    length += bytes.count
  }

  /// Waits until everything appended is on the disk.
  func synchronize() throws(OutputError) {
    guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, .last) }
  }

  /// A file with these bytes in the place of this one, which stays until the new one is safe.
  func replaced(with bytes: [UInt8]) throws(OutputError) -> JournalFile {
    let successor = try JournalFile(path + ".new", locking)
    do {
      try successor.truncate(to: 0)
      try successor.append(bytes)
      try successor.synchronize()
    } catch {
      successor.remove()
      throw error
    }
    guard rename(successor.path, path) == 0 else {
      let error = SystemError.last
      successor.remove()
      throw .cannotOpen(path: path, error)
    }
    return JournalFile(successor, at: path)
  }

  /// Unless another file has taken its place.
  func remove() {
    if Self.isSameFile(descriptor, path) { unlink(path) }
  }

  func removeIfEmpty() {
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_size == 0 { remove() }
  }

  /// Takes over the lock and the place of a file that was renamed.
  private init(_ renamed: JournalFile, at path: String) {
    self.path = path
    locking = renamed.locking
    isLocked = renamed.isLocked
    descriptor = fcntl(renamed.descriptor, F_DUPFD_CLOEXEC, 0)
    length = renamed.length
  }

  private static func openLocked(
    _ path: String, _ locking: FileLocking
  ) throws(OutputError) -> (descriptor: Int32, isLocked: Bool) {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o666)
      guard descriptor >= 0 else {
        if errno == EISDIR { throw .notAFile(path: path) }
        throw .cannotOpen(path: path, .last)
      }
      do throws(OutputError) {
        let isLocked = try lock(descriptor, path, locking)
        if isSameFile(descriptor, path) { return (descriptor, isLocked) }
      } catch {
        close(descriptor)
        throw error
      }
      // Whoever held the lock before removed or replaced the file in the meantime.
      close(descriptor)
    }
  }

  /// - Returns: false on a file system without locks, as on some clusters.
  private static func lock(
    _ descriptor: Int32, _ path: String, _ locking: FileLocking
  ) throws(OutputError) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .cannotOpen(path: path, .last) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
    switch locking.lock(descriptor) {
    case 0: return true
    case EWOULDBLOCK: throw .inUse(path: path, by: FileClaim.owner(at: JournalPath.claim(of: path)))
    case ENOSYS, ENOLCK, EOPNOTSUPP: return false
    case let code: throw .cannotOpen(path: path, SystemError(code: code))
    }
  }

  private static func isSameFile(_ descriptor: Int32, _ path: String) -> Bool {
    var opened = stat()
    var named = stat()
    return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
      && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
  }
}
