/// What the bytes of a journal say.
struct JournalContents<Plan: SweepPlan> {
  /// Nil if not even the first line is whole.
  let header: JournalHeader<Plan>?
  let records: [Plan.Run: SweepRecord<Plan.Value>]
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

    var records: [Plan.Run: SweepRecord<Plan.Value>] = [:]
    var number = 1
    do throws(JournalProblem) {
      let header = try JournalHeader<Plan>(line: first)
      let members = Set(header.plan.coordinates(of: header.shard))
      for line in lines.dropFirst() {
        number += 1
        let entry = try JournalLine.decode(JournalEntry<Plan>.self, from: line)
        guard let record = entry.record else { throw .unreadable("neither measured nor failed") }
        guard members.contains(entry.run), record.fits(header.plan) else {
          throw .outsidePlan(AnyRun(entry.run))
        }
        guard records.updateValue(record, forKey: entry.run) ?? record == record else {
          throw .contradictsEarlierLine(AnyRun(entry.run))
        }
      }
      self.header = header
    } catch {
      throw .malformed(path: path, line: number, error)
    }
    self.records = records
  }
}
