import Foundation
import MemoryMeasures
import RecurrentNetworks

/// The first line of a journal: whose runs follow.
struct JournalHeader<M: Measure>: Codable {
  /// Version of the journal's format.
  var journal: Int
  /// The kind of results.
  var format: String
  var fingerprint: String
  var plan: Plan<M>
  var shard: Shard

  init(plan: Plan<M>, shard: Shard) {
    journal = JournalPreamble.currentVersion
    format = M.format
    fingerprint = plan.fingerprint
    self.plan = plan
    self.shard = shard
  }

  var isCurrent: Bool { journal == JournalPreamble.currentVersion }

  /// - Parameter text: of the first line.
  init(text: ArraySlice<UInt8>) throws(JournalProblem) {
    let format = try JournalPreamble(text: text).format
    guard format == M.format else { throw .otherFormat(format) }
    self = try text.decoded()
    guard fingerprint == plan.fingerprint else { throw .wrongFingerprint(fingerprint) }
    if let shortage = plan.shortage(of: shard) { throw .tooLarge(shortage) }
  }
}

extension ArraySlice<UInt8> {
  /// From JSON.
  func decoded<Value: Decodable>() throws(JournalProblem) -> Value {
    do {
      return try CanonicalJSON.decode(Value.self, from: self)
    } catch {
      throw .unreadable("\(error)")
    }
  }
}

/// As much of a journal's first line as can be read without knowing the measure.
struct JournalPreamble: Decodable {
  private let journal: Int
  /// The kind of results.
  let format: String

  /// 3 since the lines of runs are rows of bytes; in 2 they were JSON.
  static let currentVersion = 3
  static let versions = 2...currentVersion

  private enum CodingKeys: CodingKey { case journal, format }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    journal = try container.decode(Int.self, forKey: .journal)
    format = try container.decodeIfPresent(String.self, forKey: .format) ?? ""
  }

  /// - Parameter text: of the first line.
  init(text: ArraySlice<UInt8>) throws(JournalProblem) {
    self = try text.decoded()
    guard Self.versions.contains(journal) else { throw .unsupportedVersion(journal) }
  }

  /// - Parameter bytes: of a whole journal.
  init(bytes: [UInt8]) throws(JournalProblem) {
    let line = bytes.prefix { $0 != JournalLine.newline }
    guard line.count < bytes.count else { throw .notAJournalLine }
    try self.init(text: JournalLine.text(of: line))
  }
}

/// A line of a journal on a finished run, by its place in the plan; other lines name processes (see `ProcessLine`).
///
/// Its text is Base64 of the place, four bytes, the lowest first; of the kind, 0 for a run that was measured or 1 for one that
/// failed; and of its row (see `RecordFormat`), or the reason in UTF-8.
struct JournalEntry {
  let place: Int
  let record: StoredRecord

  init(_ place: Int, _ record: StoredRecord) {
    (self.place, self.record) = (place, record)
  }

  var text: [UInt8] {
    var text: [UInt8] = []
    append(to: &text)
    return text
  }

  /// Appends the text.
  func append(to text: inout [UInt8]) {
    var bytes: [UInt8] = []
    for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: place >> shift)) }
    switch record {
    case .row(let row): bytes += [0] + row
    case .failed(let reason): bytes += [1] + reason.utf8
    }
    text.append(base64: bytes)
  }

  init(text: ArraySlice<UInt8>) throws(JournalProblem) { try self.init(Self.bytes(of: text)) }

  /// What the text of a line is Base64 of, five bytes at least: the last of these is the kind.
  static func bytes(of text: ArraySlice<UInt8>) throws(JournalProblem) -> [UInt8] {
    guard let data = Data(base64Encoded: Data(text)), data.count >= 5 else {
      throw .unreadable("not Base64 of a run")
    }
    return [UInt8](data)
  }

  init(_ bytes: [UInt8]) throws(JournalProblem) {
    place = bytes[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
    switch bytes[4] {
    case 0: record = .row(Array(bytes[5...]))
    case 1: record = .failed(String(decoding: bytes[5...], as: UTF8.self))
    case let kind: throw .unreadable("a run of kind \(kind)")
    }
  }
}

/// Where the journal of a results file lies.
package enum JournalPath {
  package static let ending = ".journal"

  package static func of(_ output: String) -> String { output + ending }

  /// Where the process that writes a journal is named.
  static func claim(of journal: String) -> String {
    (journal.hasSuffix(ending) ? String(journal.dropLast(ending.count)) : journal) + ".lock"
  }
}

/// A file that is no journal, or one with a line that it cannot hold. It is left as it is.
package enum JournalError: Error, Equatable {
  /// What is wrong with which line, counted from 1.
  case malformed(path: String, line: Int, JournalProblem)
}

/// What can be wrong with a line of a journal.
package enum JournalProblem: Error, Equatable, Sendable {
  /// Not a checksum of eight hexadecimal digits, a space and a text.
  case notAJournalLine
  /// The text is not the one that the checksum was made of.
  case wrongChecksum
  /// The checksum is right, but the text does not describe a journal or a run; the decoder's words.
  case unreadable(String)
  /// Written by another version of the program.
  case unsupportedVersion(Int)
  /// The runs of another kind of plan; what the header names it.
  case otherFormat(String)
  /// The plan's fingerprint is not the one of the header.
  case wrongFingerprint(String)
  /// The plan asks for more memory than there is.
  case tooLarge(MemoryShortage)
  /// A run that is not of the journal's plan or part, or whose record does not fit its settings.
  case outsidePlan(RunLabel)
  /// A run that an earlier line records differently.
  case contradictsEarlierLine(RunLabel)
}
