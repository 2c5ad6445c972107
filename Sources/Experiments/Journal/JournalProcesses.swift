import Foundation
import LabelledFiles

/// A process that measured for a sweep, as the journal names it.
struct JournalProcess {
  /// The checksum of what the journal holds of it as JSON, which all processes that are alike in it share.
  let identity: UInt32
  let began: Date
  /// Nil for one that was killed, of which that is not known.
  var ended: Date?
  /// Runs that it finished; nil where a line was damaged that might have named another.
  var runs: Int?
}

/// A line of a journal on the process that measures.
///
/// Its text is Base64, as that of a run (see `JournalEntry`): four bytes of the identity, the lowest first; the kind, 2 for
/// a beginning and 3 for an end; the time in whole seconds since 1970, eight bytes. At a beginning there follow four bytes,
/// how many runs of it stand before its line, all ones where that is not known, and a JSON object of what is known of the
/// process: nothing where the journal holds the same of an earlier one, so that thousands of them take little room.
enum ProcessLine {
  case began(identity: UInt32, Date, earlierRuns: Int?, details: [String: String]?)
  case ended(Date)

  private static let kinds: (began: UInt8, ended: UInt8) = (2, 3)
  private static let unknown = UInt32.max
  /// Up to the year 9999.
  private static let latest = 253_402_300_799

  static func isKind(_ kind: UInt8) -> Bool { kind == kinds.began || kind == kinds.ended }

  /// Appends the text.
  func append(to text: inout [UInt8]) {
    var bytes: [UInt8] = []
    switch self {
    case .began(let identity, let date, let runs, let details):
      bytes.append(identity, bytes: 4)
      bytes.append(Self.kinds.began)
      bytes.append(Self.seconds(date), bytes: 8)
      bytes.append(runs.map { UInt32(clamping: $0) } ?? Self.unknown, bytes: 4)
      bytes += details.map(JournalProcesses.text) ?? []
    case .ended(let date):
      bytes.append(0, bytes: 4)
      bytes.append(Self.kinds.ended)
      bytes.append(Self.seconds(date), bytes: 8)
    }
    text.append(base64: bytes)
  }

  /// - Parameter bytes: of a line whose kind is one of these.
  init(_ bytes: [UInt8]) throws(JournalProblem) {
    let isBeginning = bytes[4] == Self.kinds.began
    guard bytes.count >= (isBeginning ? 17 : 13), case let seconds = bytes[5..<13].number(as: UInt64.self),
      seconds <= Self.latest
    else { throw .unreadable("not a process") }
    let date = Date(timeIntervalSince1970: TimeInterval(seconds))
    guard isBeginning else {
      self = .ended(date)
      return
    }
    let identity = bytes[..<4].number(as: UInt32.self)
    let runs = bytes[13..<17].number(as: UInt32.self)
    var details: [String: String]?
    if bytes.count > 17 {
      guard CRC32.checksum(bytes[17...]) == identity else { throw .unreadable("not a process") }
      let known: [String: String] = try bytes[17...].decoded()
      // No attribute could hold it.
      guard !known.values.contains(where: { $0.utf8.contains(0) }) else { throw .unreadable("not a process") }
      details = known
    }
    self = .began(
      identity: identity, date, earlierRuns: runs == Self.unknown ? nil : Int(clamping: runs),
      details: details)
  }

  private static func seconds(_ date: Date) -> UInt64 {
    UInt64(min(max(date.timeIntervalSince1970, 0), TimeInterval(latest)))
  }
}

/// The processes that measured for a sweep, in the order in which they began.
struct JournalProcesses {
  private(set) var list: [JournalProcess] = []
  /// What is known of those of an identity, by the words of `Provenance.keys`.
  private var details: [UInt32: [String: String]] = [:]
  /// Runs before the line of the last of them.
  private var countedRuns = 0
  /// Whether a line behind that one is damaged, which might have named another.
  private var isUnsure = false

  // MARK: Reading

  /// - Parameter count: of the runs before the line.
  mutating func read(_ line: ProcessLine, after count: Int) {
    switch line {
    case .began(let identity, let date, let earlierRuns, let found):
      close(at: count)
      list.append(JournalProcess(identity: identity, began: date, runs: earlierRuns))
      isUnsure = false
      if let found { details[identity] = found }
    case .ended(let date):
      if !list.isEmpty, !isUnsure { list[list.count - 1].ended = date }
    }
  }

  /// A line is damaged: what follows may be another's than that of the last process that was named.
  mutating func readDamage() {
    isUnsure = true
    if !list.isEmpty { list[list.count - 1].runs = nil }
  }

  /// What was read up to here is of the last process.
  mutating func close(at count: Int) {
    if let runs = list.last?.runs { list[list.count - 1].runs = runs + count - countedRuns }
    countedRuns = count
  }

  // MARK: Writing

  static func text(_ details: [String: String]) -> [UInt8] {
    (try? CanonicalJSON.encode(details)).map(Array.init) ?? []
  }

  /// The line of a process that begins to measure.
  func line(of process: Provenance) -> ProcessLine {
    let known = process.own.filter { $0.key != "date" }
    let identity = CRC32.checksum(Self.text(known))
    return .began(
      identity: identity, process.date, earlierRuns: 0, details: details[identity] == nil ? known : nil)
  }

  /// The lines of all of them, to be written behind the runs.
  var lines: [ProcessLine] {
    var held: Set<UInt32> = []
    return list.flatMap { process in
      let isFirst = held.insert(process.identity).inserted
      let beginning = ProcessLine.began(
        identity: process.identity, process.began, earlierRuns: process.runs,
        details: isFirst ? details[process.identity] : nil)
      return [beginning] + (process.ended.map { [.ended($0)] } ?? [])
    }
  }

  // MARK: In results files

  /// More of one part are not told one by one.
  static let mostEntries = 100

  /// For results files, by the words of `Provenance.keys`: an entry for every process. Where there are very many, those
  /// that follow each other and are alike in all but times are one; where that leaves very many, those in the middle are
  /// one, too, of what they have in common. Runs that no process is named for have an entry that says how many they are.
  ///
  /// - Parameters:
  ///   - part: that they measured for, in words; nil for the whole.
  ///   - total: how many processes there are with others that are not of this list.
  func entries(part: String?, of total: Int) -> [[String: String]] {
    var groups = list.indices.map { $0..<$0 + 1 }
    if groups.count > Self.mostEntries {
      groups = groups.reduce(into: []) { groups, group in
        if let last = groups.last, list[last.lowerBound].identity == list[group.lowerBound].identity {
          groups[groups.count - 1] = last.lowerBound..<group.upperBound
        } else {
          groups.append(group)
        }
      }
    }
    if groups.count > Self.mostEntries {
      let middle = Self.mostEntries / 2..<groups.count - Self.mostEntries / 2 + 1
      let joined = groups[middle.lowerBound].lowerBound..<groups[middle.upperBound - 1].upperBound
      groups.replaceSubrange(middle, with: [joined])
    }
    var entries = groups.map { entry($0, of: total) }
    if let runs = unnamedRuns, runs > 0 { entries.insert(["runs": "\(runs)"], at: 0) }
    return entries.map { entry in entry.merging(part.map { ["part": $0] } ?? [:]) { $1 } }
  }

  private func entry(_ group: Range<Int>, of total: Int) -> [String: String] {
    var identities = Set(list[group].map(\.identity))
    var entry = identities.popFirst().flatMap { details[$0] } ?? [:]
    for identity in identities {
      let other = details[identity] ?? [:]
      entry = entry.filter { other[$0] == $1 }
    }
    let (first, last) = (list[group.lowerBound], list[group.upperBound - 1])
    entry["date"] = first.began.formatted(.iso8601)
    entry["latest"] = group.count > 1 ? last.began.formatted(.iso8601) : nil
    entry["finished"] = last.ended?.formatted(.iso8601)
    let runs = list[group].compactMap(\.runs)
    entry["runs"] = runs.count == group.count ? "\(runs.reduce(0, +))" : nil
    entry["process"] = Self.number(group, of: total)
    return entry
  }

  /// "3/7", or of several "2-6/7"; nil where there is only one.
  static func number(_ processes: Range<Int>, of total: Int) -> String? {
    guard total > 1 else { return nil }
    let first = "\(processes.lowerBound + 1)"
    return "\(processes.count > 1 ? "\(first)-\(processes.upperBound)" : first)/\(total)"
  }

  /// Runs that were measured by processes which the journal does not name; nil where that is not known.
  private var unnamedRuns: Int? {
    let named = list.map(\.runs)
    guard !named.contains(nil) else { return nil }
    return countedRuns - named.reduce(0) { $0 + ($1 ?? 0) }
  }
}

extension Provenance {
  /// The same of a process that ends a sweep.
  ///
  /// - Parameters:
  ///   - processes: that measured before.
  ///   - earlier: of an unfinished results file of the sweep; nil where there was none.
  ///   - runs: that this process finished.
  func ending(
    _ processes: JournalProcesses, after earlier: Provenance?, runs: Int, of shard: Shard
  ) -> Provenance {
    // Nobody asked.
    guard !details.isEmpty else { return self }
    var ending = self
    let total = processes.list.count + (runs > 0 ? 1 : 0)
    ending.parts = (earlier?.entries ?? []) + processes.entries(part: shard.part, of: total)
    ending.details["runs"] = "\(runs)"
    ending.details["process"] = runs > 0 ? JournalProcesses.number(total - 1..<total, of: total) : nil
    return ending
  }
}

extension Shard {
  /// What entries say of which part they are; nil for the whole.
  var part: String? { self == .whole ? nil : words }
}

extension [UInt8] {
  /// Appends a number, the lowest byte first.
  fileprivate mutating func append(_ number: some FixedWidthInteger, bytes count: Int) {
    for place in 0..<count { append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
  }
}

extension ArraySlice<UInt8> {
  /// The number that all bytes are, the lowest first.
  fileprivate func number<Number: FixedWidthInteger>(as _: Number.Type) -> Number {
    reversed().reduce(0) { $0 << 8 | Number($1) }
  }
}
