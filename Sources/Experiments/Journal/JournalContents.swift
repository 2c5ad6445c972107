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
    var number = 1
    do throws(JournalProblem) {
      (header, seed) = try Self.header(lines, expected: expected, isDamaged: &damaged)
      if damaged.isEmpty { lines = lines.dropFirst() }
      let reader = JournalReader(header, seed)
      var records = Records(of: header.plan)
      records.reserve(lines.count)
      var processes = JournalProcesses()
      number = damaged.isEmpty ? 2 : 1
      for line in lines {
        do throws(JournalProblem) {
          try reader.read(line, into: &records, &processes)
        } catch {
          guard error.isDamage else { throw error }
          if damaged.last != number { damaged.append(number) }
          processes.readDamage()
          for piece in JournalLine.pieces(of: line) where piece.count < line.count {
            do throws(JournalProblem) { try reader.read(piece, into: &records, &processes) } catch {
              guard error.isDamage else { throw error }
              processes.readDamage()
            }
          }
        }
        number += 1
      }
      processes.close(at: records.count)
      (self.records, self.processes) = (records, processes)
    } catch {
      throw .malformed(path: path, line: number, error)
    }
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

  init(_ header: JournalHeader<M>, _ seed: UInt32) {
    self.header = header
    self.seed = header.isCurrent ? seed : 0
    members = ShardMembers(header.shard, of: header.plan)
    format = RecordFormat(header.plan)
    columns = header.plan.columns
  }

  /// - Parameter line: any but the first, without its newline.
  func read(
    _ line: ArraySlice<UInt8>, into records: inout Records<M>, _ processes: inout JournalProcesses
  ) throws(JournalProblem) {
    let text = try JournalLine.text(of: line, seed: seed)
    let (place, record): (Int, StoredRecord?)
    if header.isCurrent {
      let bytes = try JournalEntry.bytes(of: text)
      if ProcessLine.isKind(bytes[4]) {
        processes.read(try ProcessLine(bytes), after: records.count)
        return
      }
      let entry = try JournalEntry(bytes)
      (place, record) = (entry.place, entry.record)
    } else {
      let entry = try Version2Entry(text: text)
      (place, record) = (entry.run, entry.record(columns))
    }
    guard members.contains(place) else { throw .outsidePlan(RunLabel([("run", "\(place)")])) }
    guard let record, format.accepts(record, at: place) else { throw .outsidePlan(label(place)) }
    guard records.add(record, at: place) else { throw .contradictsEarlierLine(label(place)) }
  }

  private func label(_ place: Int) -> RunLabel {
    header.plan.layout.run(at: place).map(header.plan.label) ?? RunLabel([("run", "\(place)")])
  }
}

extension JournalProblem {
  /// Whether bytes are not as they were written.
  fileprivate var isDamage: Bool { self == .notAJournalLine || self == .wrongChecksum }
}
