import Files
import Foundation
import HDF5
import MemoryMeasures

/// Makes results of the labelled arrays of a file, and believes nothing that the plan does not confirm.
struct ResultsReader {
  let path: String
  let labelled: LabelledResults

  func malformed(_ problem: ResultsFileProblem) -> ResultsFileError {
    .malformed(path: path, problem)
  }

  /// Whether a file holds the runs of a part alone, gathered along one axis.
  static func isGathered(_ results: LabelledResults) -> Bool { results.coordinate(RunGathering.axis) != nil }

  /// - Parameter other: members of a part read before.
  /// - Throws: `ResultsFileError`.
  func results<M: Measure>(
    of measure: M.Type, like other: ShardMembers<M>? = nil
  ) throws(ResultsFileError) -> Results<M> {
    let versions = 1...M.formatVersion
    guard versions.contains(labelled.version) else {
      throw malformed(.unsupportedVersion(labelled.version, supported: M.formatVersion))
    }
    // The last version changed nothing but how parts are laid out.
    let isCurrent = labelled.version >= M.formatVersion - 1
    let plan = try plan(of: M.self, isCurrent: isCurrent)
    let shard = try labelled.attribute("shard") == nil && !isCurrent ? .whole : shard()
    if let shortage = plan.shortage(of: shard) { throw malformed(.tooLarge(shortage)) }
    let members = ShardMembers(shard, of: plan, like: other)
    let records = try records(of: plan, members, isCurrent: isCurrent)
    // What is gathered has no place for others.
    let others = Self.isGathered(labelled) ? 0..<0 : 0..<plan.layout.placeCount
    for place in others where records.contains(place) && !members.contains(place) {
      throw malformed(.record(plan.layout.run(at: place).map(plan.label) ?? RunLabel([])))
    }
    return Results(plan: plan, shard: shard, members: members, records: records)
  }

  // MARK: Attributes

  private func text(_ name: String) throws(ResultsFileError) -> String {
    guard let text = labelled.attribute(name)?.strings?.first else {
      throw malformed(.missingAttribute(name))
    }
    return text
  }

  private func plan<M: Measure>(of: M.Type, isCurrent: Bool) throws(ResultsFileError) -> Plan<M> {
    let plan: Plan<M>
    do {
      plan = try CanonicalJSON.decode(Plan<M>.self, from: text("plan").utf8)
    } catch let error as ResultsFileError {
      throw error
    } catch {
      throw malformed(.plan("\(error)"))
    }
    let fingerprint = try text("plan_fingerprint")
    // Version 1 had other fingerprints; its variables are checked against the plan like those of today.
    guard !isCurrent || fingerprint == plan.fingerprint else { throw malformed(.fingerprint(fingerprint)) }
    return plan
  }

  private func shard() throws(ResultsFileError) -> Shard {
    let text = try text("shard")
    do { return try Shard(stored: text) } catch { throw malformed(.shard(text)) }
  }

  /// Who wrote the file, when, and by which command.
  func provenance() throws(ResultsFileError) -> Provenance {
    if let json = labelled.attribute("provenance")?.strings?.first {
      do { return try Provenance(json: json) } catch { throw malformed(.provenance("\(error)")) }
    }
    let history = try text("history")
    guard let end = history.firstRange(of: ": ")?.lowerBound,
      let date = try? Date(String(history[..<end]), strategy: .iso8601)
    else { throw malformed(.history(history)) }
    return Provenance(
      commandLine: String(history[end...].dropFirst(2)), date: date, program: try text("source"))
  }

  // MARK: Variables

  private func records<M: Measure>(
    of plan: Plan<M>, _ members: ShardMembers<M>, isCurrent: Bool
  ) throws(ResultsFileError) -> Records<M> {
    let columns = plan.columns
    let gathering = Self.isGathered(labelled) ? RunGathering(members) : nil
    let statistics = gathering == nil ? plan.statistics : []
    let runAxes = gathering.map { [$0.axis] } ?? plan.axes
    for axis in plan.axes + (gathering == nil ? [] : runAxes) { try check(axis) }
    for axis in (columns.flatMap(\.axes) + statistics.flatMap(\.axes)).distinct { try check(axis) }
    if isCurrent {
      // Files from before have none of those that were added.
      let added = Set(statistics.filter(\.isAdded).map(\.name))
      let hasAdded = added.contains { labelled.variable($0) != nil }
      for name in ResultsWriter<M>.variables(of: plan, isGathered: gathering != nil)
      where hasAdded || !added.contains(name) {
        _ = try variable(name)
      }
    }
    var stored: [(column: Column<M.Value>, values: ColumnValues)] = []
    for column in columns where column.restore != nil {
      guard let name = column.name(inVersion: labelled.version) else { continue }
      stored.append((column, try values(name, over: runAxes + column.axes)))
    }
    let statuses: [Int]
    if isCurrent || labelled.variable("run_status") != nil {
      let variable = try variable("run_status")
      try check(variable, over: runAxes)
      guard let found = variable.values.integers else {
        throw malformed(.type(variable: "run_status", found: ""))
      }
      statuses = found
    } else {
      // Recall was measured in one piece before it was a sweep.
      statuses = Array(repeating: Int(RunStatus.done.rawValue), count: plan.layout.placeCount)
    }
    let reasons = labelled.variable("failure_reason")?.values.strings ?? []

    var records = Records(of: plan)
    records.reserve(statuses.count)
    let format = RecordFormat(plan)
    let planPlaces = gathering?.places ?? Array(0..<plan.layout.placeCount)
    /// The values of runs, by their places in the file; nil if one of them no run can have.
    func restored(_ places: [Int]) -> [M.Value]? {
      var values = format.blanks(at: places.map { planPlaces[$0] })
      let areWhole = stored.allSatisfy { column, all in
        column.restore?(all.of(runs: places, count: column.count), &values) ?? true
      }
      return areWhole && values.allSatisfy { M.accepts($0, settings: plan.settings) } ? values : nil
    }
    func malformedRecord(_ place: Int) -> ResultsFileError {
      malformed(.record(plan.layout.run(at: planPlaces[place]).map(plan.label) ?? RunLabel([])))
    }
    for start in stride(from: 0, to: planPlaces.count, by: format.rowsAtOnce) {
      var done: [Int] = []
      for place in start..<min(start + format.rowsAtOnce, planPlaces.count)
      where plan.layout.run(at: planPlaces[place]) != nil {
        switch Int8(exactly: statuses[place]).flatMap(RunStatus.init) {
        case nil: throw malformedRecord(place)
        case .missing: continue
        case .failed:
          guard reasons.indices.contains(place) else { throw malformedRecord(place) }
          records.add(.failed(reasons[place]), at: planPlaces[place])
        case .done: done.append(place)
        }
      }
      guard let values = restored(done) else {
        throw malformedRecord(done.first { restored([$0]) == nil } ?? start)
      }
      for (place, record) in zip(done, format.stored(values.map { .measured($0) })) {
        records.add(record, at: planPlaces[place])
      }
    }
    return records
  }

  /// Checks that an axis of the file has these values.
  private func check(_ axis: Axis) throws(ResultsFileError) {
    guard let coordinate = labelled.coordinate(axis.name) else {
      throw malformed(.missingVariable(axis.name))
    }
    let agrees =
      switch axis.values {
      case .wholes(let values): coordinate.values.integers == values
      case .numbers(let values): coordinate.values == .float64(values)
      case .names(let values): coordinate.values.strings == values
      }
    guard agrees else {
      guard coordinate.values.count == axis.count else {
        throw malformed(.shape(variable: axis.name, found: [coordinate.values.count], expected: [axis.count]))
      }
      throw malformed(.axis(variable: axis.name))
    }
  }

  private func variable(_ name: String) throws(ResultsFileError) -> LabelledVariable {
    guard let variable = labelled.variable(name) else { throw malformed(.missingVariable(name)) }
    return variable
  }

  private func check(_ variable: LabelledVariable, over axes: [Axis]) throws(ResultsFileError) {
    guard variable.dimensions == axes.map(\.name) else {
      throw malformed(
        .shape(variable: variable.name, found: variable.shape, expected: axes.map(\.count)))
    }
  }

  private func values(_ name: String, over axes: [Axis]) throws(ResultsFileError) -> ColumnValues {
    let variable = try variable(name)
    try check(variable, over: axes)
    switch variable.values {
    case .int8(let values): return .flags(values)
    case .int32(let values): return .counts(values)
    case .float32(let values): return .singles(values)
    case .float64(let values): return .numbers(values)
    case .int64, .uint64, .strings:
      throw malformed(.type(variable: name, found: "\(variable.values.typeName)"))
    }
  }
}

/// A results file or journal that cannot be read.
package enum ResultsFileError: Error, Equatable {
  /// Neither the file nor its journal exists.
  case missing(path: String)
  case cannotOpen(path: String, SystemError)
  /// Neither HDF5 nor a journal.
  case notResults(path: String)
  /// It could not be read, for a reason in words.
  case unreadable(path: String, reason: String)
  /// Not an intact HDF5 file, or not such as this program writes.
  case damaged(path: String, HDF5ImageError)
  /// Something that results of this program have is not there, or not what it should be.
  case malformed(path: String, ResultsFileProblem)

  init(_ error: InputFileError) {
    switch error {
    case .missing(let path): self = .missing(path: path)
    case .cannotOpen(let path, let error): self = .cannotOpen(path: path, error)
    }
  }
}

/// What can be wrong with a results file that HDF5 can read.
package enum ResultsFileProblem: Equatable, Sendable {
  /// Not made by this program, or by another command of it; the value of the `format` attribute.
  case format(String)
  /// Written by another version of the program, in another format than the one that is read.
  case unsupportedVersion(Int, supported: Int)
  /// There is no such attribute of the root group.
  case missingAttribute(String)
  /// There is no such variable.
  case missingVariable(String)
  /// The attribute `history`, which is not a time and a command line.
  case history(String)
  /// The attribute `provenance`, which is not a list of what files are made of; the decoder's words.
  case provenance(String)
  /// The attribute `plan` is not a plan; the decoder's words.
  case plan(String)
  /// The plan is not the one of the attribute `plan_fingerprint`.
  case fingerprint(String)
  /// Its plan asks for more memory than there is.
  case tooLarge(MemoryShortage)
  /// The attribute `shard`.
  case shard(String)
  /// Numbers of a type that results do not have; an attribute is `variable@attribute`.
  case type(variable: String, found: String)
  /// An axis of the variable has no dimension scale of the file, or two have the same.
  case dimensions(variable: String)
  /// An attribute of a variable is not what it should be.
  case variableAttribute(String, variable: String)
  /// A variable of the wrong shape.
  case shape(variable: String, found: [Int], expected: [Int])
  /// The values of an axis are not the plan's.
  case axis(variable: String)
  /// The values are not those that were written.
  case checksum(variable: String)
  /// A record that no run of the plan (or its part) can have.
  case record(RunLabel)
}
