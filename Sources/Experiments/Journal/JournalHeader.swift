/// The first line of a journal: whose runs follow.
struct JournalHeader: Codable, Equatable {
  /// Version of the journal's format.
  var journal: Int
  var fingerprint: String
  var plan: DivergencePlan
  var shard: Shard

  static let currentVersion = 1

  init(plan: DivergencePlan, shard: Shard) {
    journal = Self.currentVersion
    fingerprint = plan.fingerprint
    self.plan = plan
    self.shard = shard
  }

  /// - Parameter line: without its newline.
  init(line: ArraySlice<UInt8>) throws(JournalProblem) {
    struct Version: Decodable {
      let journal: Int
    }
    let version = try JournalLine.decode(Version.self, from: line).journal
    guard version == Self.currentVersion else { throw .unsupportedVersion(version) }
    self = try JournalLine.decode(Self.self, from: line)
    guard fingerprint == plan.fingerprint else { throw .wrongFingerprint(fingerprint) }
  }
}
