import Files
import Foundation
import LabelledFiles
import MemoryMeasures

/// The finished runs of a sweep that is not complete, kept in a text file as they come.
///
/// A header line names the plan, then there is one line a run; before the first run of every process a line names
/// the process. A checksum guards each. What is appended survives the death of the process once it is flushed, and of the machine after a second. The last line may be torn,
/// and any line damaged; it is dropped when the journal is opened again, and said unless it is the last.
final class Journal<M: Measure> {
  /// Runs that were in the journal when it was opened.
  private(set) var records: Records<M>
  /// Those that measured them, as far as the journal names any.
  let processes: JournalProcesses
  private var file: JournalFile
  private let claim: FileClaim
  private let header: [UInt8]
  private let beginning: Beginning
  private let plan: Plan<M>
  private let format: RecordFormat<M>
  /// The checksum that those of lines go on from.
  private let seed: UInt32
  /// Lines that are not in the file yet.
  private var pending: [UInt8] = []
  /// The process that writes, as long as the journal does not name it; and whether it does.
  private var unnamed: Provenance?
  private var isNamed = false
  private var lastSynchronization = ContinuousClock.now

  /// What has to be done to the file before the first append.
  private enum Beginning {
    /// Write over what is there, which holds no finished run.
    case afresh
    /// Append to the intact bytes.
    case resuming(intactBytes: Int)
    /// Put a new file of these bytes in the place of the one that is there.
    case replacing([UInt8])
  }

  /// Opens or makes the journal of a plan, and locks it. Nothing is written before `begin`.
  ///
  /// - Parameters:
  ///   - overwrites: whether a journal that is damaged or another plan's is ignored, to be replaced by `begin`.
  ///   - isCancelled: asked while it waits to see whether a process on another host is still there.
  /// - Throws: `OutputError` if it cannot be opened, is in use or another plan's; `JournalError` if it is
  ///   no journal; `CancellationError`. The file is then left as it was.
  init(
    _ path: String, plan: Plan<M>, shard: Shard, overwrites: Bool, _ locking: FileLocking = FileLocking(),
    isCancelled: () -> Bool = { false }, notice: (SweepNotice) -> Void = { _ in }
  ) throws {
    self.plan = plan
    format = RecordFormat(plan)
    let header = JournalHeader<M>(plan: plan, shard: shard)
    let text = try CanonicalJSON.encode(header)
    self.header = JournalLine.encode(text)
    file = try JournalFile(path, locking)
    let claimPath = JournalPath.claim(of: path)
    if !file.isLocked { notice(.noLocks(path: path, claim: claimPath)) }
    var isWaiting = false
    do {
      claim = try FileClaim(claimPath, isLocked: file.isLocked, locking) { owner in
        if !isWaiting { notice(.waiting(path: path, owner)) }
        isWaiting = true
        return !isCancelled()
      }
    } catch {
      throw isCancelled() ? CancellationError() : error
    }

    let found: JournalContents<M>?
    let bytes = try file.contents()
    var isReplaced = false
    do {
      found = try Self.contents(bytes, path: path, header)
    } catch {
      guard overwrites else { throw error }
      (found, isReplaced) = (nil, true)
    }
    records = found?.records ?? Records(of: plan)
    processes = found?.processes ?? JournalProcesses()
    if let found, let intactBytes = found.intactBytes, !claim.isTakenOver {
      beginning = .resuming(intactBytes: intactBytes)
      seed = found.seed
    } else {
      seed = CRC32.checksum(text)
      if let found, !found.damagedLines.isEmpty {
        notice(.damagedLines(path: path, found.damagedLines))
      }
      // Whoever was taken for dead may still write to the file that is there.
      beginning =
        found == nil && !isReplaced && !claim.isTakenOver
        ? .afresh : .replacing(Self.bytes(of: records, processes, self.header, seed))
    }
  }

  private static func bytes(
    of records: Records<M>, _ processes: JournalProcesses, _ header: [UInt8], _ seed: UInt32
  ) -> [UInt8] {
    var bytes = header
    for (place, record) in records.stored {
      JournalLine.append(to: &bytes, seed: seed) { JournalEntry(place, record).append(to: &$0) }
    }
    for line in processes.lines { JournalLine.append(to: &bytes, seed: seed) { line.append(to: &$0) } }
    return bytes
  }

  /// Nil if not even the first line is whole.
  private static func contents(
    _ bytes: [UInt8], path: String, _ header: JournalHeader<M>
  ) throws -> JournalContents<M>? {
    if !bytes.contains(JournalLine.newline) {
      let line = try JournalLine.encode(CanonicalJSON.encode(header))
      guard line.starts(with: bytes) else {
        throw JournalError.malformed(path: path, line: 1, .notAJournalLine)
      }
      return nil
    }
    let contents: JournalContents<M>
    do {
      contents = try JournalContents(bytes, path: path, expected: header)
    } catch .malformed(_, _, .otherFormat(let found)) {
      throw SweepOutputError.journalHoldsOtherPlan(path: path, difference: .format(found, M.format))
    }
    if let key = header.plan.firstDifference(from: contents.header.plan) {
      throw SweepOutputError.journalHoldsOtherPlan(path: path, difference: .key(key))
    }
    guard contents.header.shard == header.shard else {
      throw SweepOutputError.journalHoldsOtherPlan(
        path: path, difference: .shard(contents.header.shard, header.shard))
    }
    return contents
  }

  /// The finished runs of a journal that is only looked at; none if there is no such file.
  ///
  /// - Throws: as `init` does.
  static func records(
    at path: String, plan: Plan<M>, shard: Shard, overwrites: Bool
  ) throws -> Records<M> {
    do {
      let header = JournalHeader<M>(plan: plan, shard: shard)
      return try contents(InputFile.bytes(of: path), path: path, header)?.records ?? Records(of: plan)
    } catch InputFileError.missing {
      return Records(of: plan)
    } catch {
      guard overwrites else { throw error }
      return Records(of: plan)
    }
  }

  /// Hands over what was in the journal, of which there need not be two copies.
  func takeRecords() -> Records<M> {
    defer { records = Records(of: plan) }
    return records
  }

  /// The journal of the sweep that writes a results file.
  static func path(of output: String) -> String { JournalPath.of(output) }

  /// Makes the file ready for `append`.
  ///
  /// - Parameter process: that measures what is appended, to be named before it; nil, or one that knows nothing of its
  ///   machine, for none.
  /// - Throws: `OutputError.cannotWrite` or `cannotOpen`.
  func begin(as process: Provenance? = nil) throws(OutputError) {
    unnamed = process.flatMap { $0.details.isEmpty ? nil : $0 }
    switch beginning {
    case .afresh:
      try file.truncate(to: 0)
      try file.append(header)
      try file.synchronize()
    case .resuming(let intactBytes):
      try file.truncate(to: intactBytes)
    case .replacing(let bytes):
      file = try file.replaced(with: bytes)
    }
  }

  /// Names the process with the next `flush`, once: it is about to leave the first thing that it measured.
  func nameProcess() {
    guard let process = unnamed else { return }
    (unnamed, isNamed) = (nil, true)
    let line = processes.line(of: process.withLibraries)
    JournalLine.append(to: &pending, seed: seed) { line.append(to: &$0) }
  }

  /// Says when the process stopped that writes, if it is named. What cannot be written is let be.
  func endProcess() {
    guard isNamed else { return }
    isNamed = false
    JournalLine.append(to: &pending, seed: seed) { ProcessLine.ended(Date()).append(to: &$0) }
    try? synchronize()
  }

  /// Keeps a run with the next `flush`.
  func append(_ place: Int, _ record: StoredRecord) {
    nameProcess()
    JournalLine.append(to: &pending, seed: seed) { JournalEntry(place, record).append(to: &$0) }
  }

  /// Keeps a run at once.
  ///
  /// - Throws: as `flush` does.
  func append(_ run: Run, _ record: Record<M.Value>) throws(OutputError) {
    guard let place = plan.layout.place(of: run) else { preconditionFailure("a run that is not of the plan") }
    append(place, format.stored(record))
    try flush()
  }

  /// Writes what was appended.
  ///
  /// - Throws: `OutputError.cannotWrite`; the journal then holds what it held before, and as many more runs as there was
  ///   room for.
  func flush() throws(OutputError) {
    try write()
    // Often enough for power cuts, seldom enough not to wait for the disk all the time.
    if lastSynchronization.duration(to: .now) >= .seconds(1) { try synchronize() }
  }

  private func write() throws(OutputError) {
    guard !pending.isEmpty else { return }
    defer { pending.removeAll(keepingCapacity: true) }
    do {
      try file.append(pending)
    } catch {
      // Its line may be among those that there is no room for.
      isNamed = false
      for line in pending.split(separator: JournalLine.newline) {
        try file.append(line + [JournalLine.newline])
      }
    }
  }

  /// Shows others that this process is still there.
  ///
  /// - Throws: `OutputError.inUse` if one on another host took it for dead, and goes on in its place.
  func checkClaim() throws(OutputError) { try claim.check() }

  /// Waits until everything appended is on the disk.
  func synchronize() throws(OutputError) {
    try write()
    try file.synchronize()
    lastSynchronization = .now
  }

  /// Removes the file: its runs are in a results file now.
  func remove() {
    file.remove()
  }

  /// Removes the file if nothing was ever written to it.
  func removeIfEmpty() {
    file.removeIfEmpty()
  }
}
