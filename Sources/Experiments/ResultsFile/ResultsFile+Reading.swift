import Files
import HDF5

extension ResultsFile {
  /// Reads a results file, or the journal of an unfinished sweep: PATH.journal where there is no PATH, or
  /// PATH itself if it is a journal. What is not in the file is in `missing`.
  ///
  /// - Throws: `ResultsFileError`, and `JournalError` for a damaged journal.
  public static func read(_ path: String) throws -> SweepResults<Plan> {
    switch try ResultsSource(path) {
    case .journal(let path, let bytes):
      let contents: JournalContents<Plan>
      do {
        contents = try JournalContents(bytes, path: path)
      } catch .malformed(_, _, .otherFormat(let found)) {
        throw ResultsFileError.malformed(path: path, .format(found))
      }
      guard let header = contents.header else {
        throw JournalError.malformed(path: path, line: 1, .notAJournalLine)
      }
      return SweepResults(plan: header.plan, shard: header.shard, records: contents.records)
    case .hdf5(let path):
      return try ResultsFileError.from(path) {
        let file = try HDF5File.open(at: path)
        let reader = ResultsReader(path: path, file: file)
        try reader.checkFormat(Plan.format, version: version)
        let plan = try reader.readPlan(Plan.self) { plan, _ in plan.fingerprint }
        let shard = try reader.readShard()
        let records = try records(in: file, path: path, of: plan)
        let members = Set(plan.coordinates(of: shard))
        if let stranger = plan.coordinates.first(where: { records[$0] != nil && !members.contains($0) }) {
          throw reader.malformed(.record(AnyRun(stranger)))
        }
        return SweepResults(plan: plan, shard: shard, records: records)
      }
    }
  }
}
