import Foundation

/// A process that writes a file, as others tell it: on its own host by its number, elsewhere by signs of life.
public struct FileOwner: Codable, Hashable, Sendable {
  package var host: String
  package var process: Int32
  /// When the host and the process began, which tells it from others of the same number.
  package var start: String?
  /// Its Slurm job, 991 or 991_3, and how often that was started again; nil outside one.
  package var job: String?
  package var restarts: Int?
  /// When it began to write.
  package var since: Date

  /// This process, from now on.
  package static var current: FileOwner {
    var owner = process
    // In whole seconds, as it is stored.
    owner.since = Date(timeIntervalSince1970: Date.now.timeIntervalSince1970.rounded(.down))
    return owner
  }

  /// Looked at once: libraries that are loaded later may change the environment.
  private static let process: FileOwner = {
    let environment = ProcessInfo.processInfo.environment
    let task = environment["SLURM_ARRAY_TASK_ID"].map { "_\($0)" } ?? ""
    let job = (environment["SLURM_ARRAY_JOB_ID"] ?? environment["SLURM_JOB_ID"]).map { $0 + task }
    return FileOwner(
      host: hostName, process: getpid(), start: start(of: getpid()), job: job,
      restarts: environment["SLURM_RESTART_COUNT"].flatMap { Int($0) }, since: .distantPast)
  }()

  private static var hostName: String {
    var system = utsname()
    uname(&system)
    return withUnsafeBytes(of: system.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// Nil if there is no such process, or only what is left of one that nobody has waited for.
  private static func start(of process: Int32) -> String? {
    guard let host = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8),
      let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    else { return nil }
    // Behind the name, which may hold anything: the state, and as the twentieth field from there the start.
    let fields = status[(status.lastIndex(of: ")") ?? status.startIndex)...].split(separator: " ").dropFirst()
    guard let state = fields.first, state != "Z", state != "X", fields.count >= 20 else { return nil }
    return host.prefix { $0 != "\n" } + " " + fields[fields.startIndex + 19]
  }

  /// Whether it is there; to be asked on its own host.
  package var isRunning: Bool { start != nil && Self.start(of: process) == start }

  /// Whether this is the same task of the same job, started again after the other, which has ended then.
  fileprivate func isRestart(of other: FileOwner) -> Bool {
    job != nil && job == other.job && (restarts ?? 0) > (other.restarts ?? 0)
  }
}

/// How processes that write the same files come to know of each other: the system's way, or a stand-in's in tests.
package struct FileLocking: Sendable {
  package var owner: FileOwner
  /// Locks an open file; 0, or the error. EWOULDBLOCK: another process holds the lock.
  package var lock: @Sendable (Int32) -> Int32
  /// Between two signs of life.
  package var interval: Duration
  /// Without a sign of life for so long, a process on another host is taken for dead. Several intervals, since its file
  /// system may be slow to answer, and show others what was some seconds ago.
  package var patience: Duration

  package init(
    owner: FileOwner = .current,
    lock: @escaping @Sendable (Int32) -> Int32 = { flock($0, LOCK_EX | LOCK_NB) == 0 ? 0 : errno },
    interval: Duration = .seconds(10), patience: Duration = .seconds(60)
  ) {
    self.owner = owner
    self.lock = lock
    self.interval = interval
    self.patience = patience
  }
}

/// The claim of a process on files that it writes: a small text file beside them that names it, for where locks of the
/// system do not reach, as between the hosts of many a cluster.
///
/// Its time of change is a sign of life. A claim whose process has ended is taken over: on the same host at once, from
/// another if there is no sign of life for a while. A process that was taken for dead all the same learns it by `check`.
package final class FileClaim {
  private let path: String
  private let locking: FileLocking
  private let descriptor: Int32
  private var lastSign = ContinuousClock.now
  /// Whether the claim of a process on another host was taken over, which might be about to write after all.
  package let isTakenOver: Bool

  /// Makes the claim, after waiting to see whether another's is still good.
  ///
  /// - Parameters:
  ///   - isLocked: whether this process holds a lock that no other on its host can hold as well.
  ///   - waiting: asked every second of waiting for a sign of life whether to go on with it.
  /// - Throws: `OutputError`: `inUse`, `cannotOpen` or `cannotWrite`.
  package init(
    _ path: String, isLocked: Bool, _ locking: FileLocking, waiting: (FileOwner?) -> Bool
  ) throws(OutputError) {
    var isTakenOver = false
    while true {
      if let descriptor = try Self.make(path, locking.owner) {
        (self.path, self.locking, self.isTakenOver) = (path, locking, isTakenOver)
        self.descriptor = descriptor
        return
      }
      if try Self.removeStale(path, isLocked, locking, waiting) { isTakenOver = true }
    }
  }

  deinit {
    if isOurs { unlink(path) }
    close(descriptor)
  }

  /// Shows a sign of life, if it is time to.
  ///
  /// - Throws: `OutputError.inUse` if another process has taken the claim over in the meantime.
  package func check() throws(OutputError) {
    guard lastSign.duration(to: .now) >= locking.interval else { return }
    guard isOurs else { throw .inUse(path: path, by: Self.owner(at: path)) }
    futimens(descriptor, nil)
    lastSign = .now
  }

  private var isOurs: Bool {
    guard let mine = Sign(descriptor), let found = Sign(path) else { return false }
    return mine.isOfSameFile(as: found)
  }

  /// Nil if there is no claim, or its text is not whole.
  package static func owner(at path: String) -> FileOwner? {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try? decoder.decode(FileOwner.self, from: Data(InputFile.bytes(of: path, upTo: 4096)))
  }

  /// Makes a claim with its text as one step, which one of several processes can do, on network file systems, too: by
  /// a link, which gives a file that is there a second name.
  ///
  /// - Returns: nil if there is a claim.
  private static func make(_ path: String, _ owner: FileOwner) throws(OutputError) -> Int32? {
    let draft = "\(path).\(owner.host)-\(getpid()).temporary"
    unlink(draft)
    guard let descriptor = try write(draft, owner) else { return nil }
    let isMade = link(draft, path) == 0
    let error = SystemError.last
    unlink(draft)
    if isMade { return descriptor }
    close(descriptor)
    // Where there are no links the text comes a moment later; and those who remove what is left of others may have
    // removed the draft.
    return error.code == EEXIST ? nil : try write(path, owner)
  }

  /// - Returns: nil if there is such a file.
  private static func write(_ path: String, _ owner: FileOwner) throws(OutputError) -> Int32? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      guard errno == EEXIST else { throw .cannotOpen(path: path, .last) }
      return nil
    }
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    do throws(SystemError) {
      try [UInt8](((try? encoder.encode(owner)) ?? Data()) + "\n".utf8).write(to: descriptor)
    } catch {
      unlink(path)
      close(descriptor)
      throw .cannotWrite(path: path, error)
    }
    return descriptor
  }

  // MARK: Claims of others

  /// Returns when the claim is gone: true if it was removed from under a process on another host.
  private static func removeStale(
    _ path: String, _ isLocked: Bool, _ locking: FileLocking, _ waiting: (FileOwner?) -> Bool
  ) throws(OutputError) -> Bool {
    guard let seen = Sign(path) else { return false }
    let owner = owner(at: path)
    let isHere = owner?.host == locking.owner.host
    if isHere {
      guard isLocked || owner?.isRunning != true else { throw .inUse(path: path, by: owner) }
    } else if !(owner.map(locking.owner.isRestart) ?? false) {
      let end = ContinuousClock.now + locking.patience
      while ContinuousClock.now < end {
        guard waiting(owner) else { throw .inUse(path: path, by: owner) }
        Thread.sleep(forTimeInterval: min(1, locking.patience / .seconds(4)))
        guard let found = Sign(path) else { return false }
        guard found == seen else { throw .inUse(path: path, by: Self.owner(at: path)) }
      }
    }
    // Only what was looked at: another process may have done the same in the meantime.
    let aside = "\(path).\(locking.owner.host)-\(getpid()).temporary"
    guard rename(path, aside) == 0 else {
      guard errno == ENOENT else { throw .cannotOpen(path: path, .last) }
      return false
    }
    if let moved = Sign(aside), !moved.isOfSameFile(as: seen) { link(aside, path) }
    unlink(aside)
    return !isHere
  }
}

/// A file, and when it was last changed.
private struct Sign: Equatable {
  private let device: dev_t
  private let number: ino_t
  private let seconds: Int
  private let nanoseconds: Int

  /// Opened for this, so that network file systems ask their server. Nil if there is no such file.
  init?(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    self.init(descriptor)
  }

  init?(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    (device, number) = (status.st_dev, status.st_ino)
    (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
  }

  func isOfSameFile(as other: Sign) -> Bool { (device, number) == (other.device, other.number) }
}
