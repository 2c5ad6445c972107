import LabelledFiles
import MemoryMeasures

/// What the bytes of a journal say.
///
/// A line that is not as it was written is left out, and what it held is measured again. What follows the last whole line
/// was cut while it was written, and is left out without a word.
struct JournalContents<M: Measure> {
  let header: JournalHeader<M>
  let records: Records<M>
  /// Those that measured the runs, as far as the journal names them.
  let processes: JournalProcesses
  /// The numbers of lines that are damaged, from 1.
  let damagedLines: [Int]
  /// The checksum that those of the lines go on from.
  let seed: UInt32
  /// Bytes up to the end of the last whole line, if more lines like the first can follow there.
  let intactBytes: Int?

  /// - Parameter expected: the header, where the first line may be damaged: it is this one if it fits the other lines.
  /// - Throws: `JournalError.malformed` for what is not a journal, and for any line that is as it was written but is not
  ///   what a journal can hold.
  init(_ bytes: [UInt8], path: String, expected: JournalHeader<M>? = nil) throws(JournalError) {
    var lines = bytes.split(separator: JournalLine.newline, omittingEmptySubsequences: false).dropLast()
    let whole = lines.last?.endIndex.advanced(by: 1) ?? 0
    var damaged: [Int] = []
    do throws(JournalProblem) {
      (header, seed) = try Self.header(lines, expected: expected, isDamaged: &damaged)
    } catch {
      throw .malformed(path: path, line: 1, error)
    }
    if damaged.isEmpty { lines = lines.dropFirst() }
    var reader = JournalReader(header, seed, lines: lines.count)
    var number = damaged.isEmpty ? 2 : 1
    for line in lines where reader.failure == nil {
      if !reader.read(line, number: number) {
        if damaged.last != number { damaged.append(number) }
        for piece in JournalLine.pieces(of: line) where piece.count < line.count {
          _ = reader.read(piece, number: number)
        }
      }
      number += 1
    }
    reader.finish()
    if let (line, problem) = reader.failure { throw .malformed(path: path, line: line, problem) }
    (records, processes) = (reader.records, reader.processes)
    damagedLines = damaged
    intactBytes = damaged.isEmpty && header.isCurrent ? whole : nil
  }

  /// The header and the seed of the other lines. Where the first line is damaged, but others are of the expected header,
  /// that is noted.
  private static func header(
    _ lines: ArraySlice<ArraySlice<UInt8>>, expected: JournalHeader<M>?, isDamaged damaged: inout [Int]
  ) throws(JournalProblem) -> (JournalHeader<M>, UInt32) {
    do throws(JournalProblem) {
      guard let first = lines.first else { throw .notAJournalLine }
      let text = try JournalLine.text(of: first)
      return (try JournalHeader(text: text), CRC32.checksum(text))
    } catch {
      guard error.isDamage, let expected, let text = try? CanonicalJSON.encode(expected) else { throw error }
      let seed = CRC32.checksum(text)
      let isExpected = lines.contains { line in
        JournalLine.pieces(of: line).contains { (try? JournalLine.text(of: $0, seed: seed)) != nil }
      }
      guard isExpected else { throw error }
      damaged = [1]
      return (expected, seed)
    }
  }
}

/// Reads lines of a journal, whatever its version.
private struct JournalReader<M: Measure> {
  private let header: JournalHeader<M>
  private let seed: UInt32
  private let members: ShardMembers<M>
  private let format: RecordFormat<M>
  private let columns: [Column<M.Value>]
  private(set) var records: Records<M>
  private(set) var processes = JournalProcesses()
  /// What is in lines that were read, until so many are looked at together: there may be millions.
  private var waiting: [(line: Int, place: Int, record: StoredRecord?)] = []
  /// The first line that is as it was written, but not what a journal can hold.
  private(set) var failure: (line: Int, problem: JournalProblem)?

  /// - Parameter lines: that there may be.
  init(_ header: JournalHeader<M>, _ seed: UInt32, lines: Int) {
    self.header = header
    self.seed = header.isCurrent ? seed : 0
    members = ShardMembers(header.shard, of: header.plan)
    format = RecordFormat(header.plan)
    columns = header.plan.columns
    records = Records(of: header.plan)
    records.reserve(lines)
  }

  /// - Parameters:
  ///   - line: any but the first, without its newline.
  ///   - number: of the line.
  /// - Returns: false for one that is damaged.
  mutating func read(_ line: ArraySlice<UInt8>, number: Int) -> Bool {
    do throws(JournalProblem) {
      let text = try JournalLine.text(of: line, seed: seed)
      if header.isCurrent {
        let bytes = try JournalEntry.bytes(of: text)
        if ProcessLine.isKind(bytes[4]) {
          let process = try ProcessLine(bytes)
          settle()
          processes.read(process, after: records.count)
        } else {
          let entry = try JournalEntry(bytes)
          waiting.append((number, entry.place, entry.record))
        }
      } else {
        let entry = try Version2Entry(text: text)
        waiting.append((number, entry.run, entry.record(columns)))
      }
    } catch {
      if error.isDamage {
        processes.readDamage()
        return false
      }
      settle()
      failure = failure ?? (number, error)
    }
    if waiting.count >= format.rowsAtOnce { settle() }
    return true
  }

  /// To be called behind the last line.
  mutating func finish() {
    settle()
    processes.close(at: records.count)
  }

  /// Looks at the lines that were read, and takes what they hold.
  private mutating func settle() {
    defer { waiting.removeAll(keepingCapacity: true) }
    let found = waiting.compactMap { entry in entry.record.map { (place: entry.place, record: $0) } }
    let areAccepted =
      found.count == waiting.count && found.allSatisfy { members.contains($0.place) }
      && format.accepts(found.map { $0.record }, at: found.map { $0.place })
    for (line, place, record) in waiting where failure == nil {
      if areAccepted || accepts(record, at: place), let record {
        if !records.add(record, at: place) { failure = (line, .contradictsEarlierLine(label(place))) }
      } else {
        failure = (line, .outsidePlan(label(place)))
      }
    }
  }

  private func accepts(_ record: StoredRecord?, at place: Int) -> Bool {
    record.map { members.contains(place) && format.accepts([$0], at: [place]) } ?? false
  }

  private func label(_ place: Int) -> RunLabel {
    guard members.contains(place), let run = header.plan.layout.run(at: place) else {
      return RunLabel([("run", "\(place)")])
    }
    return header.plan.label(of: run)
  }
}

extension JournalProblem {
  /// Whether bytes are not as they were written.
  fileprivate var isDamage: Bool { self == .notAJournalLine || self == .wrongChecksum }
}
