import Files
import MemoryMeasures

/// The finished runs of a sweep that is not complete, kept in a text file as they come.
///
/// A header line names the plan, then there is one line a run; a checksum guards each. What is appended
/// survives the death of the process at once, and of the machine after a second. The last line may be torn;
/// it is dropped when the journal is opened again. Anything else that is not as it was written is an error.
final class Journal<M: Measure> {
  /// Runs that were in the journal when it was opened.
  let records: [Run: Record<M.Value>]
  private var file: JournalFile
  private let header: [UInt8]
  private let beginning: Beginning
  private let plan: Plan<M>
  private let columns: [Column<M.Value>]
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
  init(_ path: String, plan: Plan<M>, shard: Shard, overwrites: Bool) throws {
    self.plan = plan
    columns = plan.columns.filter { $0.restore != nil }
    header = try JournalLine.encode(JournalHeader<M>(plan: plan, shard: shard))
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
    _ bytes: [UInt8], path: String, plan: Plan<M>, shard: Shard, header: [UInt8]
  ) throws -> ([Run: Record<M.Value>], Beginning) {
    let contents: JournalContents<M>
    do {
      contents = try JournalContents(bytes, path: path)
    } catch .malformed(_, _, .otherFormat(let found)) {
      throw SweepOutputError.journalHoldsOtherPlan(path: path, difference: .format(found, M.format))
    }
    guard let found = contents.header else {
      guard header.starts(with: bytes) else {
        throw JournalError.malformed(path: path, line: 1, .notAJournalLine)
      }
      return ([:], .afresh)
    }
    if let key = plan.firstDifference(from: found.plan) {
      throw SweepOutputError.journalHoldsOtherPlan(path: path, difference: .key(key))
    }
    guard found.shard == shard else {
      throw SweepOutputError.journalHoldsOtherPlan(path: path, difference: .shard(found.shard, shard))
    }
    return (contents.records, .resuming(intactBytes: contents.intactBytes))
  }

  /// The finished runs of a journal that is only looked at; none if there is no such file.
  ///
  /// - Throws: as `init` does.
  static func records(
    at path: String, plan: Plan<M>, shard: Shard, overwrites: Bool
  ) throws -> [Run: Record<M.Value>] {
    do {
      let header = try JournalLine.encode(JournalHeader<M>(plan: plan, shard: shard))
      return try resume(InputFile.bytes(of: path), path: path, plan: plan, shard: shard, header: header).0
    } catch InputFileError.missing {
      return [:]
    } catch {
      guard overwrites else { throw error }
      return [:]
    }
  }

  /// The journal of the sweep that writes a results file.
  static func path(of output: String) -> String { JournalPath.of(output) }

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
  func append(_ run: Run, _ record: Record<M.Value>) throws {
    guard let place = plan.layout.place(of: run) else { preconditionFailure("a run that is not of the plan") }
    try file.append(JournalLine.encode(JournalEntry(place, record, columns: columns)))
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

/// What the bytes of a journal say.
struct JournalContents<M: Measure> {
  /// Nil if not even the first line is whole.
  let header: JournalHeader<M>?
  let records: [Run: Record<M.Value>]
  /// Bytes up to the end of the last whole line. What follows is a line that was cut while it was written.
  let intactBytes: Int

  /// - Throws: `JournalError.malformed` for any whole line that is not what a journal can hold.
  init(_ bytes: [UInt8], path: String) throws(JournalError) {
    let lines = bytes.split(separator: JournalLine.newline, omittingEmptySubsequences: false).dropLast()
    intactBytes = lines.last?.endIndex.advanced(by: 1) ?? 0
    guard let first = lines.first else {
      header = nil
      records = [:]
      return
    }

    var records: [Run: Record<M.Value>] = [:]
    var number = 1
    do throws(JournalProblem) {
      let header = try JournalHeader<M>(line: first)
      let plan = header.plan
      let members = ShardMembers(header.shard, of: plan)
      let columns = plan.columns.filter { $0.restore != nil }
      for line in lines.dropFirst() {
        number += 1
        let entry = try JournalLine.decode(JournalEntry.self, from: line)
        guard let run = plan.layout.run(at: entry.run), members.contains(run) else {
          throw .outsidePlan(RunLabel([("run", "\(entry.run)")]))
        }
        let precision = plan.arithmetic(of: run).precision
        guard
          let record: Record<M.Value> = entry.record(of: M.self, columns, plan.settings, in: precision)
        else {
          throw .outsidePlan(plan.label(of: run))
        }
        guard records.updateValue(record, forKey: run).map({ plan.areEqual($0, record) }) ?? true else {
          throw .contradictsEarlierLine(plan.label(of: run))
        }
      }
      self.header = header
    } catch {
      throw .malformed(path: path, line: number, error)
    }
    self.records = records
  }
}
