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

  /// - Parameter line: without its newline.
  init(line: ArraySlice<UInt8>) throws(JournalProblem) {
    let format = try JournalPreamble(line: line).format
    guard format == M.format else { throw .otherFormat(format) }
    self = try JournalLine.decode(Self.self, from: line)
    guard fingerprint == plan.fingerprint else { throw .wrongFingerprint(fingerprint) }
    if let shortage = plan.shortage(of: shard) { throw .tooLarge(shortage) }
  }
}

/// As much of a journal's first line as can be read without knowing the measure.
struct JournalPreamble: Decodable {
  private let journal: Int
  /// The kind of results.
  let format: String

  /// 2 since runs are told by their places, and values by their columns.
  static let currentVersion = 2

  private enum CodingKeys: CodingKey { case journal, format }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    journal = try container.decode(Int.self, forKey: .journal)
    format = try container.decodeIfPresent(String.self, forKey: .format) ?? ""
  }

  /// - Parameter line: the first, without its newline.
  init(line: ArraySlice<UInt8>) throws(JournalProblem) {
    self = try JournalLine.decode(Self.self, from: line)
    guard journal == Self.currentVersion else { throw .unsupportedVersion(journal) }
  }

  /// - Parameter bytes: of a whole journal.
  init(bytes: [UInt8]) throws(JournalProblem) {
    let line = bytes.prefix { $0 != JournalLine.newline }
    guard line.count < bytes.count else { throw .notAJournalLine }
    try self.init(line: line)
  }
}

/// Any line of a journal but the first: a finished run, by its place in the plan, and either the reason of its failure
/// or its values, column by column.
struct JournalEntry: Codable {
  let run: Int
  private var failure: String?
  private var values: [String: [Double]]?

  init<Value>(_ place: Int, _ record: Record<Value>, columns: [Column<Value>]) {
    run = place
    switch record {
    case .failed(let reason): failure = reason
    case .measured(let value):
      // Float64 holds every value of a column, and its decimal digits read back as the same number for certain.
      values = Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0.values(value).numbers) })
    }
  }

  /// Nil if the line says neither or both of measured and failed, or what no run of the plan can have found.
  func record<M: Measure>(
    of: M.Type, _ columns: [Column<M.Value>], _ settings: M.Settings, in precision: Precision
  ) -> Record<M.Value>? {
    switch (values, failure) {
    case (nil, let reason?): return .failed(reason: reason)
    case (let values?, nil):
      // Before anything of the size that the settings ask for is made.
      guard columns.allSatisfy({ values[$0.name]?.count == $0.count }) else { return nil }
      var value = M.blank(settings, in: precision)
      for column in columns {
        guard let numbers = values[column.name],
          let stored = column.kind.values(numbers), column.restore?(stored, &value) ?? false
        else { return nil }
      }
      return M.accepts(value, settings: settings) ? .measured(value) : nil
    default: return nil
    }
  }
}

extension ColumnValues {
  /// In float64, which holds all of them.
  fileprivate var numbers: [Double] {
    switch self {
    case .flags(let values): values.map(Double.init)
    case .counts(let values): values.map(Double.init)
    case .singles(let values): values.map(Double.init)
    case .numbers(let values): values
    }
  }
}

extension ColumnKind {
  /// Nil for numbers that a column of this kind does not have.
  fileprivate func values(_ numbers: [Double]) -> ColumnValues? {
    switch self {
    case .flag:
      let values = numbers.compactMap { Int8(exactly: $0) }
      return values.count == numbers.count ? .flags(values) : nil
    case .count:
      let values = numbers.compactMap { Int32(exactly: $0) }
      return values.count == numbers.count ? .counts(values) : nil
    case .single: return .singles(numbers.map { Float($0) })
    case .number: return .numbers(numbers)
    }
  }
}

/// Where the journal of a results file lies.
package enum JournalPath {
  package static let ending = ".journal"

  package static func of(_ output: String) -> String { output + ending }
}

/// A journal that is damaged. The file is left as it is.
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
