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
    var records: [Run: Record<M.Value>] = [:]
    var sources: [Run: String] = [:]
    for part in parts {
      guard let results = part.results(of: M.self) else {
        throw MergeError.differentMeasures(parts[0].path, part.path)
      }
      if let key = plan.firstDifference(from: results.plan) {
        throw MergeError.differentPlans(parts[0].path, part.path, key: key)
      }
      for (run, record) in results.finished {
        if let source = sources[run], let known = records[run], !plan.areEqual(known, record) {
          throw MergeError.disagreement(plan.label(of: run), source, part.path)
        }
        records[run] = record
        sources[run] = part.path
      }
    }
    return Results(plan: plan, records: records)
  }
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
