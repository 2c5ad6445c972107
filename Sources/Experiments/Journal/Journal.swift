import Files

/// The finished runs of a sweep that is not complete, kept in a text file as they come.
///
/// A header line names the plan, then there is one line a run; a checksum guards each. What is appended
/// survives the death of the process at once, and of the machine after a second. The last line may be torn;
/// it is dropped when the journal is opened again. Anything else that is not as it was written is an error.
final class Journal<Plan: SweepPlan> {
  /// Runs that were in the journal when it was opened.
  let records: [Plan.Run: SweepRecord<Plan.Value>]
  private var file: JournalFile
  private let header: [UInt8]
  private let beginning: Beginning
  private var lastSynchronization = ContinuousClock.now

  /// What has to be done to the file before the first append.
  private enum Beginning {
    /// Write over what is there, which holds no finished run.
    case afresh
    /// Append to the intact bytes.
    case resuming(intactBytes: Int)
    /// Put a new file in the place of another plan's.
    case replacing
  }

  /// Opens or makes the journal of a plan, and locks it. Nothing is written before `begin`.
  ///
  /// - Parameter overwrites: whether a journal that is damaged or another plan's is ignored, to be replaced
  ///   by `begin`.
  /// - Throws: `OutputError` if it cannot be opened, is in use or another plan's; `JournalError` if it is
  ///   damaged. The file is then left as it was.
  init(_ path: String, plan: Plan, shard: Shard, overwrites: Bool) throws {
    header = try JournalLine.encode(JournalHeader(plan: plan, shard: shard))
    file = try JournalFile(locking: path)
    do {
      (records, beginning) = try Self.resume(
        file.contents(), path: path, plan: plan, shard: shard, header: header)
    } catch {
      guard overwrites else { throw error }
      (records, beginning) = ([:], .replacing)
    }
  }

  private static func resume(
    _ bytes: [UInt8], path: String, plan: Plan, shard: Shard, header: [UInt8]
  ) throws -> ([Plan.Run: SweepRecord<Plan.Value>], Beginning) {
    let contents: JournalContents<Plan>
    do {
      contents = try JournalContents(bytes, path: path)
    } catch .malformed(_, _, .otherFormat(let found)) {
      throw SweepOutputError.journalHoldsOtherPlan(path: path, difference: .format(found, Plan.format))
    }
    guard let found = contents.header else {
      guard header.starts(with: bytes) else {
        throw JournalError.malformed(path: path, line: 1, .notAJournalLine)
      }
      return ([:], .afresh)
    }
    if let field = plan.firstDifference(from: found.plan) {
      throw SweepOutputError.journalHoldsOtherPlan(path: path, difference: .field(field))
    }
    guard found.shard == shard else {
      throw SweepOutputError.journalHoldsOtherPlan(path: path, difference: .shard(found.shard, shard))
    }
    return (contents.records, .resuming(intactBytes: contents.intactBytes))
  }

  /// Makes the file ready for `append`.
  ///
  /// - Throws: `OutputError.cannotWrite` or `cannotOpen`.
  func begin() throws(OutputError) {
    switch beginning {
    case .afresh:
      try file.truncate(to: 0)
      try file.append(header)
      try file.synchronize()
    case .resuming(let intactBytes):
      try file.truncate(to: intactBytes)
    case .replacing:
      file = try file.replaced(with: header)
    }
  }

  /// - Throws: `OutputError.cannotWrite`; the journal then holds what it held before.
  func append(_ run: Plan.Run, _ record: SweepRecord<Plan.Value>) throws {
    try file.append(JournalLine.encode(JournalEntry<Plan>(run: run, record: record)))
    // Often enough for power cuts, seldom enough not to wait for the disk all the time.
    if lastSynchronization.duration(to: .now) >= .seconds(1) { try synchronize() }
  }

  /// Waits until everything appended is on the disk.
  func synchronize() throws(OutputError) {
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
