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
    return try root.stringAttribute("format")
  }

  func checkFormat(_ expected: String, version expectedVersion: Int32) throws {
    let format = try format()
    guard format == expected else { throw malformed(.format(format)) }
    let version = try root.attribute("format_version", as: Int32.self)
    guard version == [expectedVersion] else {
      throw malformed(.unsupportedVersion(Int(version.first ?? 0)))
    }
  }

  func readPlan<Plan: SweepPlan>(_ type: Plan.Type) throws -> Plan {
    let text = try root.stringAttribute("plan")
    let plan: Plan
    do {
      plan = try CanonicalJSON.decode(type, from: text.utf8)
    } catch {
      throw malformed(.plan("\(error)"))
    }
    let fingerprint = try root.stringAttribute("plan_fingerprint")
    guard fingerprint == plan.fingerprint else { throw malformed(.fingerprint(fingerprint)) }
    return plan
  }

  func readShard() throws -> Shard {
    let text = try root.stringAttribute("shard")
    do {
      return try Shard(text)
    } catch {
      throw malformed(.shard(text))
    }
  }

  /// Reasons of failed runs.
  func readFailures<Run: Codable & Hashable>(_ type: Run.Type) throws -> [Run: String] {
    let text = try root.stringAttribute("failures")
    do {
      let failures = try CanonicalJSON.decode([FailedRun<Run>].self, from: text.utf8)
      return Dictionary(failures.map { ($0.run, $0.reason) }) { $1 }
    } catch {
      throw malformed(.failures("\(error)"))
    }
  }

  // MARK: Variables

  /// Checks the values of an axis.
  func check(_ name: String, _ expected: [Int]) throws {
    let values = try dataset(name, shape: [expected.count]).read(as: Int32.self, byteLimit: .max)
    guard values.map(Int.init) == expected else { throw malformed(.axis(variable: name)) }
  }

  /// A dataset that has this shape: nothing larger is ever read.
  func dataset(_ name: String, shape: [Int]) throws -> HDF5Dataset {
    let dataset = try root.dataset(name)
    guard dataset.shape == shape else {
      throw malformed(.shape(variable: name, found: dataset.shape, expected: shape))
    }
    return dataset
  }
}
