import Foundation
import HDF5

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

  func malformed(_ problem: ResultsFileProblem) -> ResultsFileError {
    .malformed(path: path, problem)
  }

  // MARK: Root attributes

  /// What kind of results these are.
  func format() throws -> String {
    guard try root.hasAttribute("format") else { throw ResultsFileError.notResults(path: path) }
    return try text("format")
  }

  func checkFormat(_ expected: String, version expectedVersion: Int32) throws {
    let format = try format()
    guard format == expected else { throw malformed(.format(format)) }
    let version = try attribute("format_version") { try root.attribute($0, as: Int32.self) }
    guard version == [expectedVersion] else {
      throw malformed(.unsupportedVersion(Int(version.first ?? 0), supported: Int(expectedVersion)))
    }
  }

  /// - Parameter fingerprint: what the attribute `plan_fingerprint` has to be, given the plan and its text.
  func readPlan<Plan: Decodable>(_ type: Plan.Type, fingerprint: (Plan, String) -> String) throws -> Plan {
    let text = try text("plan")
    let plan: Plan
    do {
      plan = try CanonicalJSON.decode(type, from: text.utf8)
    } catch {
      throw malformed(.plan("\(error)"))
    }
    let found = try self.text("plan_fingerprint")
    guard found == fingerprint(plan, text) else { throw malformed(.fingerprint(found)) }
    return plan
  }

  func readShard() throws -> Shard {
    let text = try text("shard")
    do {
      return try Shard(text)
    } catch {
      throw malformed(.shard(text))
    }
  }

  /// Reasons of failed runs.
  func readFailures<Run: Codable & Hashable>(_ type: Run.Type) throws -> [Run: String] {
    let text = try text("failures")
    do {
      let failures = try CanonicalJSON.decode([FailedRun<Run>].self, from: text.utf8)
      return Dictionary(failures.map { ($0.run, $0.reason) }) { $1 }
    } catch {
      throw malformed(.failures("\(error)"))
    }
  }

  /// Who wrote the file, when, and by which command.
  func readProvenance() throws -> Provenance {
    let history = try text("history")
    guard let end = history.firstRange(of: ": ")?.lowerBound,
      let date = try? Date(String(history[..<end]), strategy: .iso8601)
    else { throw malformed(.history(history)) }
    return Provenance(
      commandLine: String(history[end...].dropFirst(2)), date: date, program: try text("source"))
  }

  private func text(_ name: String) throws -> String {
    try attribute(name) { try root.stringAttribute($0) }
  }

  private func attribute<Value>(_ name: String, _ read: (String) throws -> Value) throws -> Value {
    guard try root.hasAttribute(name) else { throw malformed(.missingAttribute(name)) }
    return try read(name)
  }

  // MARK: Variables

  /// Checks the values of an axis.
  func check(_ name: String, _ expected: [Int]) throws {
    let values = try dataset(name, shape: [expected.count]).read(as: Int32.self, byteLimit: .max)
    guard values.map(Int.init) == expected else { throw malformed(.axis(variable: name)) }
  }

  /// Checks the values of an axis.
  func check(_ name: String, _ expected: [Double]) throws {
    let values = try dataset(name, shape: [expected.count]).read(as: Double.self, byteLimit: .max)
    guard values == expected else { throw malformed(.axis(variable: name)) }
  }

  /// Checks that there are variables of these names, whatever is in them: those that are not read, because they
  /// follow from others or because their strings cannot be read safely (see `FailedRun`).
  func checkPresence(of names: [String]) throws {
    for name in names {
      guard try root.hasMember(name) else { throw malformed(.missingVariable(name)) }
    }
  }

  /// The numbers of a variable, whose checksum has been found right.
  func values<Element: HDF5Element>(
    _ name: String, shape: [Int], as type: Element.Type
  ) throws -> [Element] {
    let dataset = try dataset(name, shape: shape)
    let values = try dataset.read(as: type, byteLimit: .max)
    guard try dataset.attribute("crc32", as: Int64.self) == [VariableChecksum.of(values)] else {
      throw malformed(.checksum(variable: name))
    }
    return values
  }

  /// A dataset that has this shape: nothing larger is ever read.
  func dataset(_ name: String, shape: [Int]) throws -> HDF5Dataset {
    try checkPresence(of: [name])
    let dataset = try root.dataset(name)
    guard dataset.shape == shape else {
      throw malformed(.shape(variable: name, found: dataset.shape, expected: shape))
    }
    return dataset
  }
}
