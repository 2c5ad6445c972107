/// As much of a journal's first line as can be read without knowing the kind of its plan.
struct JournalPreamble: Decodable {
  private let journal: Int
  private let format: String?

  static let currentVersion = 1

  /// - Parameter line: the first, without its newline.
  init(line: ArraySlice<UInt8>) throws(JournalProblem) {
    self = try JournalLine.decode(Self.self, from: line)
    guard journal == Self.currentVersion else { throw .unsupportedVersion(journal) }
  }

  /// The kind of plan: see `JournalHeader.format`.
  var planFormat: String { format ?? DivergencePlan.format }
}
