/// Joins the parts of a sweep.
public enum DivergenceMerge {
  /// Joins parts of one plan; they may overlap where they agree. What no part holds is in `missing`.
  ///
  /// - Parameter parts: paths of results files or journals, in any order.
  /// - Returns: results of the whole plan, equal to those of an undivided sweep once nothing is missing.
  /// - Throws: `MergeError`; `ResultsFileError` or `JournalError` for a part that cannot be read.
  public static func merge(parts: [String]) throws -> DivergenceResults {
    var plan: DivergencePlan?
    var records: [RunCoordinates: RunRecord] = [:]
    var sources: [RunCoordinates: String] = [:]
    for part in parts {
      let results = try DivergenceResultsFile.read(part)
      if let field = plan?.firstDifference(from: results.plan) {
        throw MergeError.differentPlans(parts[0], part, field: field)
      }
      plan = results.plan
      for run in results.plan.grid.coordinates {
        guard let record = results.records[run] else { continue }
        if let source = sources[run], records[run] != record {
          throw MergeError.disagreement(run, source, part)
        }
        records[run] = record
        sources[run] = part
      }
    }
    guard let plan else { throw MergeError.noParts }
    return DivergenceResults(plan: plan, records: records)
  }
}
