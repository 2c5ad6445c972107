import Files
import Foundation

/// The file under a journal: locked against other processes for as long as this object lives, and written
/// without buffering, so that what was appended survives the death of the process.
final class JournalFile {
  let path: String
  private let descriptor: Int32
  /// Bytes that are known to be whole. What a failed write left behind them is cut off.
  private var length = 0

  /// Opens the file, or makes an empty one, and locks it.
  ///
  /// - Throws: `OutputError`: `cannotOpen`, `notAFile`, or `inUse` if another process holds the lock.
  init(locking path: String) throws(OutputError) {
    self.path = path
    descriptor = try Self.openLocked(path)
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
    let successor = try JournalFile(locking: path + ".new")
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

  func remove() {
    unlink(path)
  }

  func removeIfEmpty() {
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_size == 0 { remove() }
  }

  /// Takes over the lock and the place of a file that was renamed.
  private init(_ renamed: JournalFile, at path: String) {
    self.path = path
    descriptor = fcntl(renamed.descriptor, F_DUPFD_CLOEXEC, 0)
    length = renamed.length
  }

  private static func openLocked(_ path: String) throws(OutputError) -> Int32 {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o666)
      guard descriptor >= 0 else {
        if errno == EISDIR { throw .notAFile(path: path) }
        throw .cannotOpen(path: path, .last)
      }
      do throws(OutputError) {
        try lock(descriptor, path)
        if isSameFile(descriptor, path) { return descriptor }
      } catch {
        close(descriptor)
        throw error
      }
      // Whoever held the lock before removed or replaced the file in the meantime.
      close(descriptor)
    }
  }

  private static func lock(_ descriptor: Int32, _ path: String) throws(OutputError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .cannotOpen(path: path, .last) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return }
    switch errno {
    case EWOULDBLOCK: throw .inUse(path: path)
    // File systems without locks, as on some clusters: go on, as one would without this check.
    case ENOSYS, ENOLCK, EOPNOTSUPP: return
    default: throw .cannotOpen(path: path, .last)
    }
  }

  private static func isSameFile(_ descriptor: Int32, _ path: String) -> Bool {
    var opened = stat()
    var named = stat()
    return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
      && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
  }
}
