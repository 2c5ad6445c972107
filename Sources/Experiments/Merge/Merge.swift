import MemoryMeasures

/// Joins the parts of a sweep, one after the other: what has been taken in need not be kept.
package struct Merge<M: Measure> {
  private let plan: Plan<M>
  private let first: String
  private var records: Records<M>
  /// By places of the plan, the number of the part that holds the run; -1 for none.
  private var sources: [Int32]
  private var parts: [PartsAtHand.Part] = []
  /// Of the parts, one after the other, as files hold it.
  package private(set) var provenance: [[String: String]] = []
  private var provenancePlaces: [[String]: Int] = [:]

  /// - Parameters:
  ///   - plan: of which all parts have to be.
  ///   - path: of the part that says so.
  package init(of plan: Plan<M>, as path: String) {
    self.plan = plan
    first = path
    records = Records(of: plan)
    sources = Array(repeating: -1, count: plan.layout.placeCount)
  }

  /// Takes a part in. It may overlap with others where they agree.
  ///
  /// - Throws: `MergeError`.
  package mutating func add(_ part: Document) throws(MergeError) {
    guard let results = part.results(of: M.self) else {
      throw MergeError.differentMeasures(first, part.path)
    }
    if let key = plan.firstDifference(from: results.plan) {
      throw MergeError.differentPlans(first, part.path, key: key)
    }
    records.reserve(results.records.count)
    for (place, record) in results.records.stored {
      guard records.add(record, at: place) else {
        throw MergeError.disagreement(
          plan.layout.run(at: place).map(plan.label) ?? RunLabel([]), parts[Int(sources[place])].path,
          part.path)
      }
      sources[place] = Int32(clamping: parts.count)
    }
    parts.append(PartsAtHand.Part(results, path: part.path))
    for entry in part.entries { add(entry) }
  }

  /// Adds what is known of a part or process, unless it is known from another file of the same part, one of which may
  /// have been made before the other: then the one that tells of more runs counts.
  private mutating func add(_ entry: [String: String]) {
    let number = entry["process"]?.prefix { $0 != "/" } ?? "1"
    let identity = ["date", "host", "command", "part"].map { entry[$0] ?? "" } + [String(number)]
    guard entry["date"] != nil, let place = provenancePlaces[identity] else {
      provenancePlaces[identity] = provenance.count
      return provenance.append(entry)
    }
    func runs(_ entry: [String: String]) -> Int { entry["runs"].flatMap { Int($0) } ?? -1 }
    if runs(entry) >= runs(provenance[place]) { provenance[place] = entry }
  }

  /// Results of the whole plan, equal to those of an undivided sweep once nothing is missing. What no part holds is in
  /// `missing`.
  package var results: Results<M> { Results(plan: plan, records: records) }

  package var atHand: PartsAtHand { PartsAtHand(parts) }
}

extension AnyResults {
  /// Joins parts that are read one after the other.
  ///
  /// - Parameters:
  ///   - first: the part whose results these are.
  ///   - others: paths of the others.
  ///   - read: reads one, after another.
  /// - Throws: `MergeError`; what reading them throws, and `ResultsFileError` where there is no memory for the whole.
  package func merged(
    of first: Document, with others: some Sequence<String>,
    read: (String, Document) throws -> Document = { try Document(reading: $0, after: $1) }
  ) throws -> Merge<M> {
    if let shortage = typed.plan.shortage(of: .whole) {
      throw ResultsFileError.malformed(path: first.path, .tooLarge(shortage))
    }
    var merge = Merge<M>(of: typed.plan, as: first.path)
    var last = first
    try merge.add(last)
    for other in others {
      // One at a time is in memory. Runs are dealt out once to parts that were dealt alike.
      last = try read(other, last)
      try merge.add(last)
    }
    return merge
  }
}

/// How much of a plan the parts of a merge hold, part by part.
package struct PartsAtHand: Equatable, Sendable {
  /// What a file holds of its part.
  package struct Part: Equatable, Sendable {
    package let path: String
    package let shard: Shard
    package let finished: Int
    package let runs: Int

    package init<M: Measure>(_ results: Results<M>, path: String) {
      self.path = path
      shard = results.shard
      finished = results.records.count
      runs = results.records.count + results.missingCount
    }
  }

  /// Parts that are there, but not whole, in the order of their numbers.
  package let unfinished: [Part]
  /// Parts that no file is of; empty where the files are not of equally many parts.
  package let absent: [Shard]

  /// - Parameter parts: of one plan.
  package init(_ parts: [Part]) {
    // Of files of the same part, the one that holds most.
    let best = Dictionary(grouping: parts, by: \.shard).compactMapValues {
      $0.max { $0.finished < $1.finished }
    }
    unfinished = best.values.filter { $0.finished < $0.runs }.sorted {
      ($0.shard.count, $0.shard.index) < ($1.shard.count, $1.shard.index)
    }
    let shards = best.keys.filter { $0 != .whole }
    guard let part = shards.first, part.count <= Self.mostParts,
      shards.allSatisfy({ $0.isDealt(with: part) })
    else {
      absent = []
      return
    }
    absent = (1...part.count).compactMap { part.sibling($0) }.filter { best[$0] == nil }
  }

  /// The numbers of all parts to be run again; nil where files are of different counts of parts, or of none.
  package var toRunAgain: [Int]? {
    let all = (unfinished.map(\.shard) + absent).filter { $0 != .whole }
    guard let part = all.first, all.allSatisfy({ $0.isDealt(with: part) }) else { return nil }
    return all.map(\.index).sorted()
  }

  /// More are not told one by one.
  private static let mostParts = 100_000
}

/// Parts that cannot be joined.
package enum MergeError: Error, Equatable {
  /// A pattern that no results file or journal matches, and a folder without any.
  case noMatch(String)
  case emptyFolder(String)
  /// Results of two measures.
  case differentMeasures(String, String)
  /// Two parts of different plans, and the key of the first setting that differs.
  case differentPlans(String, String, key: String)
  /// Two parts hold different records of the same run.
  case disagreement(RunLabel, String, String)
}
