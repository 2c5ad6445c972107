import Foundation
import HDF5
import LabelledFiles
import MemoryMeasures
import TestSupport
import Testing

@testable import Experiments

/// Results of any measure as labelled arrays.
@Suite struct LabelledResultsTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("x.h5")
  }

  private func read(_ path: String) throws -> LabelledResults {
    try Document(reading: path).labelled(provenance: Example.provenance)
  }

  /// 16 runs on a square grid; one is missing, one failed.
  private static func partial(recordsCurve: Bool = true) throws -> Results<Divergence> {
    let plan = try Example.plan(seed: .max, recordsCurve: recordsCurve)
    var records = Example.records(of: plan)
    records[Example.run(.gru, hidden: 3)] = .failed(reason: "a \"reason\", größer")
    records[Example.run(.lstm, hidden: 3)] = nil
    return Results(plan: plan, records: records)
  }

  private static func bytes(_ results: Results<Divergence>) throws -> [UInt8] {
    let file = try HDF5File()
    try results.layOut(in: file, provenance: Example.provenance)
    return try file.bytes()
  }

  private func checksum<Element>(_ values: [Element]) -> Int64 {
    values.withUnsafeBytes { Int64(CRC32.checksum($0)) }
  }

  // MARK: What is there

  @Test func aGridWithItsLabels() throws {
    let results = try LabelledResults(Self.bytes(Self.partial()), path: path)
    #expect(results.format == "memprobe divergence")
    #expect(
      results.dimensions.map(\.name)
        == ["cell", "layers", "hidden_size", "input_size", "repeat", "threshold", "curve_step"])
    #expect(results.dimensions.map(\.length).prefix(6) == [2, 1, 2, 2, 2, 2])
    #expect(results.coordinate("cell")?.values == .strings(["lstm", "gru"]))
    #expect(results.coordinate("hidden_size")?.values == .int32([1, 3]))
    #expect(results.coordinate("threshold")?.values == .float64([0.1, 1e-6]))
    #expect(results.coordinate("cell")?.text("long_name") == "cell type")

    let names = results.variables.map(\.name)
    #expect(names.prefix(3) == ["run_status", "failure_reason", "first_equal_steps"])
    #expect(Set(names).count == names.count && names.contains("threshold_fraction"))
    for variable in results.variables {
      let lengths = variable.dimensions.map { results.coordinate($0)?.values.count }
      #expect(lengths == variable.shape && variable.values.count == variable.shape.reduce(1, *))
      #expect(!variable.text("long_name").isEmpty && ["1", "steps"].contains(variable.text("units")))
      #expect(!variable.attributes.contains { ["crc32", "DIMENSION_LIST", "_FillValue"].contains($0.name) })
    }
    let attributes = Dictionary(uniqueKeysWithValues: results.attributes.map { ($0.name, $0.values) })
    #expect(attributes["seed"] == .uint64([.max]))
    #expect(attributes["source"] == .strings(["memprobe test"]))
    #expect(results.attributes.first?.name == "Conventions", "in the order of writing")
  }

  @Test func theValuesAreTheRecords() throws {
    let source = try Self.partial()
    let results = try LabelledResults(Self.bytes(source), path: path)
    func variable(_ name: String) throws -> LabelledVariable {
      try #require(results.variables.first { $0.name == name })
    }
    let settled = try variable("settled_steps")
    let outcome = try variable("outcome")
    let within = try variable("threshold_steps")
    #expect(outcome.flags.map(\.meaning) == ["merged", "rounding_floor", "diverged", "kept", "fading"])
    #expect(outcome.flags.map(\.value) == [0, 1, 2, 3, 4])
    #expect(within.dimensions.last == "threshold" && within.shape == [2, 1, 2, 2, 2, 2])
    let reasons = try #require(try variable("failure_reason").values.strings)
    for (index, run) in source.plan.runs.enumerated() {
      switch source.records[run] {
      case .measured(let measurement):
        #expect(settled.values.integers?[index] == measurement.settled.steps)
        #expect(outcome.values.integers?[index] == Int(measurement.outcome.rawValue))
        #expect(
          within.values.integers?[(2 * index)..<(2 * index + 2)].elementsEqual(
            measurement.thresholds.map(\.steps)) == true)
        #expect(!settled.isMissing(index) && !outcome.isMissing(index) && reasons[index].isEmpty)
      case let record:
        #expect(settled.isMissing(index) && outcome.isMissing(index) && within.isMissing(2 * index))
        #expect(reasons[index] == (record == nil ? "" : "a \"reason\", größer"))
      }
    }
  }

  @Test func comparisonsAndRecall() throws {
    func committed(_ name: String) throws -> LabelledResults {
      try read(Repository.path("results/\(name)"))
    }
    let comparison = try committed("compare.h5")
    #expect(["memprobe comparison", "memprobe divergence"].contains(comparison.format))
    #expect(comparison.dimensions.prefix(4).map(\.name) == ["network", "source", "twin", "run"])
    let recall = try committed("recall.h5")
    #expect(recall.format == "memprobe recall")
    #expect(recall.dimensions.map(\.name) == ["network", "magnitude", "sequence", "step"])
  }

  /// A journal is what the results file would be that is written of it.
  @Test func aJournal() throws {
    let source = try Self.partial()
    let journal = try Journal(path + ".journal", plan: source.plan, shard: .whole, overwrites: false)
    try journal.begin()
    for (run, record) in source.records { try journal.append(run, record) }
    let expected = try LabelledResults(Self.bytes(source), path: path)
    for name in [path, path + ".journal"] {
      let isSame = try read(name) == expected
      #expect(isSame)
    }
  }

  // MARK: What is not as it should be

  @Test func filesCutShort() throws {
    let whole = try Self.bytes(Self.partial())
    for length in stride(from: 8, to: whole.count, by: whole.count / 97) {
      #expect(throws: ResultsFileError.self, "\(length) bytes") {
        try LabelledResults(Array(whole.prefix(length)), path: path)
      }
    }
    try writeBytes(whole.prefix(5), to: path)
    #expect(throws: ResultsFileError.notResults(path: path)) { try read(path) }
    #expect(throws: ResultsFileError.missing(path: path + "x")) {
      try read(path + "x")
    }
  }

  /// No byte that is changed makes other numbers of measurements: it is an error, or changes nothing. Names
  /// have no checksum, but that one is missing is noticed when a file is read.
  @Test func damagedBytes() throws {
    let source = try Self.partial(recordsCurve: false)
    let whole = try Self.bytes(source)
    func numbers(_ bytes: [UInt8]) throws(ResultsFileError) -> [String: LabelledValues] {
      let variables = try LabelledResults(bytes, path: path).variables.filter { $0.values.strings == nil }
      return Dictionary(variables.map { ($0.name, $0.values) }) { first, _ in first }
    }
    let expected = try numbers(whole)
    var refused = 0
    for place in stride(from: 0, to: whole.count, by: 61) {
      var damaged = whole
      damaged[place] ^= 0x41
      do throws(ResultsFileError) {
        let found = try numbers(damaged)
        let isSame = found.allSatisfy { expected[$0.key] == nil || expected[$0.key] == $0.value }
        #expect(isSame, "byte \(place)")
        guard Set(found.keys) != Set(expected.keys) else { continue }
        try? writeBytes(damaged, to: path)
        #expect(throws: ResultsFileError.self, "byte \(place)") { try read(path) }
      } catch {
        refused += 1
      }
    }
    #expect(refused > 0)
  }

  @Test func otherFiles() throws {
    func expectProblem(
      _ problem: ResultsFileProblem, _ change: (HDF5Group) throws -> Void,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let file = try HDF5File()
      try change(file.root)
      let bytes = try file.bytes()
      #expect(throws: ResultsFileError.malformed(path: path, problem), sourceLocation: sourceLocation) {
        try LabelledResults(bytes, path: path)
      }
    }
    func head(_ root: HDF5Group, format: String = "memprobe divergence", version: Int32 = 1) throws {
      try root.writeAttribute("format", format)
      try root.writeAttribute("format_version", version)
    }
    let empty = try HDF5File().bytes()
    #expect(throws: ResultsFileError.notResults(path: path)) { try LabelledResults(empty, path: path) }
    func expectUnread(
      _ problem: ResultsFileProblem, format: String = "memprobe divergence", version: Int32 = 2
    ) throws {
      let file = try HDF5File()
      try head(file.root, format: format, version: version)
      try writeBytes(file.bytes(), to: path)
      #expect(throws: ResultsFileError.malformed(path: path, problem)) { try Document(reading: path) }
    }
    try expectUnread(.format("other"), format: "other")
    try expectUnread(.unsupportedVersion(9, supported: 4), version: 9)
    try expectUnread(.unsupportedVersion(0, supported: 4), version: 0)
    try expectUnread(.missingAttribute("plan"))
    try expectProblem(.missingAttribute("format_version")) {
      try $0.writeAttribute("format", "memprobe divergence")
    }
    try expectProblem(.dimensions(variable: "x")) {
      try head($0)
      let scale = try $0.createDataset("a", shape: [2], values: [Int32(1), 2])
      try scale.makeDimensionScale(named: "a")
      let variable = try $0.createDataset("x", shape: [2, 2], values: [Int32](repeating: 0, count: 4))
      try variable.attachScale(scale, axis: 0)
      try variable.attachScale(scale, axis: 1)
    }
    try expectProblem(.shape(variable: "x", found: [2], expected: [])) {
      try head($0)
      try $0.createDataset("x", shape: [2], values: [Int32(1), 2])
    }
    try expectProblem(.checksum(variable: "x")) {
      try head($0)
      let variable = try $0.createDataset("x", shape: [], values: [Int32(1)])
      try variable.writeAttribute("crc32", Int64(1))
    }
    try expectProblem(.variableAttribute("_FillValue", variable: "x")) {
      try head($0)
      let values = [Int32(1)]
      let variable = try $0.createDataset("x", shape: [], values: values)
      try variable.writeAttribute("crc32", checksum(values))
      try variable.writeAttribute("_FillValue", Int8(1))
    }
    try expectProblem(.variableAttribute("flag_values", variable: "x")) {
      try head($0)
      let values = [Int8(1)]
      let variable = try $0.createDataset("x", shape: [], values: values)
      try variable.writeAttribute("crc32", checksum(values))
      try variable.writeAttribute("flag_values", values)
      try variable.writeAttribute("flag_meanings", "one two")
    }
  }
}
