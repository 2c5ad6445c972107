import MemoryMeasures

/// Joins the parts of a sweep.
package enum Merge {
  /// Joins parts of one plan; they may overlap where they agree. What no part holds is in `missing`.
  ///
  /// - Parameter parts: in any order, the first of which says of which measure.
  /// - Returns: results of the whole plan, equal to those of an undivided sweep once nothing is missing.
  /// - Throws: `MergeError`.
  package static func merge<M: Measure>(_ first: Results<M>, with parts: [Document]) throws -> Results<M> {
    let plan = first.plan
    var records = Records(of: plan)
    var sources: [Int: String] = [:]
    for part in parts {
      guard let results = part.results(of: M.self) else {
        throw MergeError.differentMeasures(parts[0].path, part.path)
      }
      if let key = plan.firstDifference(from: results.plan) {
        throw MergeError.differentPlans(parts[0].path, part.path, key: key)
      }
      for place in 0..<plan.layout.placeCount {
        guard let record = results.records.stored(at: place) else { continue }
        guard records.add(record, at: place) else {
          throw MergeError.disagreement(
            plan.layout.run(at: place).map(plan.label) ?? RunLabel([]), sources[place] ?? "", part.path)
        }
        sources[place] = part.path
      }
    }
    return Results(plan: plan, records: records)
  }
}

/// How much of a plan the parts of a merge hold, part by part.
package struct PartsAtHand: Equatable, Sendable {
  /// A part that is there, but not whole.
  package struct Unfinished: Equatable, Sendable {
    package let shard: Shard
    package let finished: Int
    package let runs: Int
  }

  /// In the order of their numbers.
  package let unfinished: [Unfinished]
  /// Parts that no file is of; empty where the files are not of equally many parts.
  package let absent: [Shard]

  /// - Parameter parts: of one plan.
  package init<M: Measure>(_ parts: [Results<M>]) {
    // Of files of the same part, the one that holds most.
    let best = Dictionary(grouping: parts, by: \.shard).compactMapValues {
      $0.max { $0.records.count < $1.records.count }
    }
    unfinished = best.values.filter { !$0.isComplete }.map {
      Unfinished(shard: $0.shard, finished: $0.records.count, runs: $0.records.count + $0.missingCount)
    }.sorted { ($0.shard.count, $0.shard.index) < ($1.shard.count, $1.shard.index) }
    let counts = Set(best.keys.map(\.count))
    guard counts.count == 1, let count = counts.first, count <= Self.mostParts else {
      absent = []
      return
    }
    absent = (1...count).compactMap { try? Shard(index: $0, count: count) }.filter { best[$0] == nil }
  }

  /// The numbers of all parts to be run again; nil where files are of different counts of parts.
  package var toRunAgain: [Int]? {
    let all = unfinished.map(\.shard) + absent
    return Set(all.map(\.count)).count == 1 ? all.map(\.index).sorted() : nil
  }

  /// More are not told one by one.
  private static let mostParts = 100_000
}

/// Parts that cannot be joined.
package enum MergeError: Error, Equatable {
  case noParts
  /// Results of two measures.
  case differentMeasures(String, String)
  /// Two parts of different plans, and the key of the first setting that differs.
  case differentPlans(String, String, key: String)
  /// Two parts hold different records of the same run.
  case disagreement(RunLabel, String, String)
}
