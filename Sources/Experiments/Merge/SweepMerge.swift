/// Joins the parts of a sweep.
public enum SweepMerge<File: ResultsFile> {
  /// Joins parts of one plan; they may overlap where they agree. What no part holds is in `missing`.
  ///
  /// - Parameter parts: paths of results files or journals, in any order.
  /// - Returns: results of the whole plan, equal to those of an undivided sweep once nothing is missing.
  /// - Throws: `MergeError`; `ResultsFileError` or `JournalError` for a part that cannot be read.
  public static func merge(parts: [String]) throws -> SweepResults<File.Plan> {
    var plan: File.Plan?
    var records: [File.Plan.Run: SweepRecord<File.Plan.Value>] = [:]
    var sources: [File.Plan.Run: String] = [:]
    for part in parts {
      let results = try File.read(part)
      if let field = plan?.firstDifference(from: results.plan) {
        throw MergeError.differentPlans(parts[0], part, field: field)
      }
      plan = results.plan
      for run in results.plan.coordinates {
        guard let record = results.records[run] else { continue }
        if let source = sources[run], records[run] != record {
          throw MergeError.disagreement(AnyRun(run), source, part)
        }
        records[run] = record
        sources[run] = part
      }
    }
    guard let plan else { throw MergeError.noParts }
    return SweepResults(plan: plan, records: records)
  }
}

/// Joins the parts of a divergence sweep over a grid.
public typealias DivergenceMerge = SweepMerge<DivergenceResultsFile>
