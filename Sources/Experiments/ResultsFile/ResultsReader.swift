import HDF5
import MemoryMeasures

/// Reads results back from an HDF5 file, and believes nothing that the plan does not confirm.
struct ResultsReader {
  private let path: String
  private let root: HDF5Group
  private let file: HDF5File

  init(path: String, file: HDF5File) {
    self.path = path
    self.file = file
    root = file.root
  }

  /// - Throws: `ResultsFileError`, `HDF5Error`.
  func read() throws -> DivergenceResults {
    try checkFormat()
    let plan = try readPlan()
    let shard = try readShard()
    try checkAxes(of: plan)
    let records = try readRecords(of: plan)
    let members = Set(plan.coordinates(of: shard))
    if let stranger = plan.grid.coordinates.first(where: { records[$0] != nil && !members.contains($0) }) {
      throw malformed(.record(stranger))
    }
    return DivergenceResults(plan: plan, shard: shard, records: records)
  }

  private func malformed(_ problem: ResultsFileProblem) -> ResultsFileError {
    .malformed(path: path, problem)
  }

  private func checkFormat() throws {
    guard try root.hasAttribute("format") else { throw ResultsFileError.notResults(path: path) }
    let format = try root.stringAttribute("format")
    guard format == DivergenceResultsFile.format else { throw malformed(.format(format)) }
    let version = try root.attribute("format_version", as: Int32.self)
    guard version == [DivergenceResultsFile.version] else {
      throw malformed(.unsupportedVersion(Int(version.first ?? 0)))
    }
  }

  private func readPlan() throws -> DivergencePlan {
    let text = try root.stringAttribute("plan")
    let plan: DivergencePlan
    do {
      plan = try CanonicalJSON.decode(DivergencePlan.self, from: text.utf8)
    } catch {
      throw malformed(.plan("\(error)"))
    }
    let fingerprint = try root.stringAttribute("plan_fingerprint")
    guard fingerprint == plan.fingerprint else { throw malformed(.fingerprint(fingerprint)) }
    return plan
  }

  private func readShard() throws -> Shard {
    let text = try root.stringAttribute("shard")
    do {
      return try Shard(text)
    } catch {
      throw malformed(.shard(text))
    }
  }

  // MARK: Variables

  private func checkAxes(of plan: DivergencePlan) throws {
    let grid = plan.grid
    // Its strings are not read: see `FailedRun`.
    _ = try dataset(GridAxis.cell.rawValue, shape: [grid.cells.count])
    try check(GridAxis.layers.rawValue, grid.layers)
    try check(GridAxis.hiddenSize.rawValue, grid.hiddenSizes)
    try check(GridAxis.inputSize.rawValue, grid.inputSizes)
    try check(GridAxis.repeat.rawValue, Array(0..<grid.repeats))
    if plan.settings.recordsCurve { try check(ResultsVariable.curveStep, plan.settings.curveSteps) }
    let thresholds = plan.settings.thresholds
    if !thresholds.isEmpty {
      let name = ResultsVariable.threshold
      let values = try dataset(name, shape: [thresholds.count]).read(as: Double.self)
      guard values == thresholds else { throw malformed(.axis(variable: name)) }
    }
  }

  private func check(_ name: String, _ expected: [Int]) throws {
    let values = try dataset(name, shape: [expected.count]).read(as: Int32.self, byteLimit: .max)
    guard values.map(Int.init) == expected else { throw malformed(.axis(variable: name)) }
  }

  private func readRecords(of plan: DivergencePlan) throws -> [RunCoordinates: RunRecord] {
    let columns = try ResultsColumns(plan: plan) { name, shape in
      try dataset(name, shape: shape)
    } malformed: { problem in
      malformed(problem)
    }
    let reasons = try readFailures()
    var records: [RunCoordinates: RunRecord] = [:]
    for (index, run) in plan.grid.coordinates.enumerated() {
      guard let status = columns.status(at: index) else { throw malformed(.record(run)) }
      switch status {
      case .missing: continue
      case .failed:
        guard let reason = reasons[run] else { throw malformed(.record(run)) }
        records[run] = .failed(reason: reason)
      case .done:
        guard let measurement = columns.measurement(at: index) else { throw malformed(.record(run)) }
        let record = RunRecord.measured(measurement)
        guard record.fits(plan.settings) else { throw malformed(.record(run)) }
        records[run] = record
      }
    }
    return records
  }

  private func readFailures() throws -> [RunCoordinates: String] {
    let text = try root.stringAttribute("failures")
    do {
      let failures = try CanonicalJSON.decode([FailedRun].self, from: text.utf8)
      return Dictionary(failures.map { ($0.run, $0.reason) }) { $1 }
    } catch {
      throw malformed(.failures("\(error)"))
    }
  }

  /// A dataset that has this shape: nothing larger is ever read.
  private func dataset(_ name: String, shape: [Int]) throws -> HDF5Dataset {
    let dataset = try root.dataset(name)
    guard dataset.shape == shape else {
      throw malformed(.shape(variable: name, found: dataset.shape, expected: shape))
    }
    return dataset
  }
}
