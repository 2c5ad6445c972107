import Files
import Foundation
import HDF5
import HDF5Reading
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

@Suite struct ResultsFileTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("x.h5")
  }

  private func write(_ results: Results<Divergence>) throws {
    try results.write(to: path, overwrites: true, provenance: Example.provenance)
  }

  // MARK: There and back

  @Test(arguments: [false, true]) func whatIsWrittenIsRead(recordsCurve: Bool) throws {
    let plan = try Example.plan(seed: .max, recordsCurve: recordsCurve)
    var records = Example.records(of: plan)
    records[Example.run(.gru, hidden: 3)] = .failed(reason: "output not finite at shared step 0")
    records[Example.run(.lstm, hidden: 3)] = nil
    try write(Results(plan: plan, records: records))
    let read = try read(path)
    #expect(read.plan == plan)
    #expect(read.shard == .whole)
    #expect(plan.agree(read.records, records))
    #expect(read.missing == [Example.run(.lstm, hidden: 3)])
    #expect(folder.names == ["x.h5"])
  }

  /// However many threads sum up repeats, every variable has the same values.
  @Test func threadsDoNotChangeTheValues() throws {
    let plan = try Example.plan(recordsCurve: true)
    var records = Example.records(of: plan)
    records[Example.run(.gru, hidden: 3)] = .failed(reason: "output not finite at shared step 0")
    records[Example.run(.lstm, hidden: 3)] = nil
    let results = Results(plan: plan, records: records)
    try write(results)
    let alone = try Document(reading: path).labelled(provenance: Example.provenance).variables
    #expect(alone.contains { $0.name == "median_settled_steps" })
    for threads in 2...5 {
      try results.write(to: path, overwrites: true, threads: threads, provenance: Example.provenance)
      #expect(try Document(reading: path).labelled(provenance: Example.provenance).variables == alone)
    }
  }

  @Test func withoutThresholds() throws {
    let plan = try Example.plan(thresholds: [])
    try write(Results(plan: plan, records: Example.records(of: plan)))
    #expect(try plan.agree(read(path).records, Example.records(of: plan)))
    #expect(try !StoredObject(file: path).hasMember("threshold"))
  }

  @Test func partsSayWhichTheyAre() throws {
    let plan = try Example.plan()
    let shard = try Shard("2/3")
    try write(Results(plan: plan, shard: shard, records: Example.records(of: plan)))
    let read = try read(path)
    #expect(read.shard == shard)
    #expect(read.isComplete)
    #expect(Set(read.records.keys) == Set(plan.runs(of: shard)))
  }

  @Test func doesNotOverwriteUnlessAsked() throws {
    try writeBytes([1], to: path)
    let results = Results(plan: try Example.plan(), records: [:])
    #expect(throws: OutputError.exists(path: path)) {
      try results.write(to: path, provenance: Example.provenance)
    }
    #expect(try bytes(of: path) == [1])
  }

  @Test func writesThroughSymbolicLinks() throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path("link.h5"), withDestinationPath: path)
    let results = Results(plan: try Example.plan(), records: [:])
    try write(results)
    let before = try bytes(of: path)
    try Results(plan: results.plan, records: Example.records(of: results.plan)).write(
      to: folder.path("link.h5"), overwrites: true, provenance: Example.provenance)
    #expect(try bytes(of: path) != before)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link.h5")) == path)
  }

  // MARK: What is in the file

  @Test func dimensionsAreNamedAndLabelled() throws {
    let plan = try Example.plan(recordsCurve: true)
    try write(Results(plan: plan, records: Example.records(of: plan)))
    let root = StoredObject(file: path)
    #expect(try root.dataset("cell").readStrings() == ["lstm", "gru"])
    #expect(try root.dataset("layers").read(as: Int32.self) == [1])
    #expect(try root.dataset("hidden_size").read(as: Int32.self) == [1, 3])
    #expect(try root.dataset("input_size").read(as: Int32.self) == [2, 5])
    #expect(try root.dataset("repeat").read(as: Int32.self) == [0, 1])
    #expect(try root.dataset("threshold").read(as: Double.self) == [0.1, 1e-6])
    #expect(try root.dataset("curve_step").read(as: Int32.self).map(Int.init) == plan.settings.curveSteps)

    let scales = Set(["cell", "layers", "hidden_size", "input_size", "repeat", "threshold", "curve_step"])
    let names = try root.memberNames()
    #expect(scales.isSubset(of: names))
    for name in names {
      let variable = try root.dataset(name)
      #expect(try !variable.stringAttribute("long_name").isEmpty)
      let isOfSteps = name.hasSuffix("_steps") || name.hasSuffix("_step")
      #expect(try variable.stringAttribute("units") == (isOfSteps ? "steps" : "1"), "\(name)")
      guard !scales.contains(name) else { continue }
      let dimensions = try variable.stringAttribute("dimensions").split(separator: " ").map(String.init)
      #expect(try variable.scalePaths() == dimensions.map { ["/\($0)"] })
      #expect(dimensions.starts(with: ["cell", "layers", "hidden_size", "input_size"]))
      #expect(try name == "failure_reason" || variable.hasAttribute("_FillValue"))
    }
    #expect(
      Set(names).subtracting(scales) == [
        "run_status", "failure_reason", "first_equal_steps", "first_equal", "settled_steps", "settled",
        "merged_steps", "merged", "outcome", "final_difference", "forgetting_rate", "forgetting_rate_error",
        "forgetting_rate_first_step", "forgetting_rate_last_step", "floor_median", "floor_largest",
        "threshold_steps", "threshold_clear", "threshold_clear_fraction", "within_threshold", "difference",
        "measured_runs", "mean_settled_steps", "std_settled_steps",
        "median_settled_steps", "median_settled", "settled_fraction", "mean_first_equal_steps",
        "mean_threshold_steps", "median_threshold_steps", "median_threshold", "threshold_fraction",
        "mean_settled", "mean_first_equal", "mean_threshold",
      ])
  }

  @Test func everyValueIsInItsPlace() throws {
    let plan = try Example.plan()
    var records = Example.records(of: plan)
    let failed = Example.run(.gru, hidden: 3, input: 5, repeat: 1)
    records[failed] = .failed(reason: "broken")
    records[Example.run()] = nil
    let results = Results(plan: plan, records: records)
    try write(results)
    let root = StoredObject(file: path)
    let settled = try root.dataset("settled_steps").read(as: Int32.self)
    let within = try root.dataset("within_threshold").read(as: Int8.self)
    let rates = try root.dataset("forgetting_rate").read(as: Double.self)
    for (index, run) in plan.runs.enumerated() {
      guard case .measured(let measurement) = records[run] else {
        #expect(settled[index] == .min)
        #expect(within[2 * index] == .min)
        #expect(rates[index].bitPattern == Double.nan.bitPattern)
        continue
      }
      #expect(Int(settled[index]) == measurement.settled.steps)
      #expect(within[2 * index + 1] == (measurement.thresholds[1].reached ? 1 : 0))
    }
    #expect(try root.dataset("run_status").read(as: Int8.self) == [0] + Array(repeating: 1, count: 14) + [2])
    #expect(try root.dataset("failure_reason").readStrings().last == "broken")
    let means = try root.dataset("mean_settled_steps").read(as: Double.self)
    let fractions = try root.dataset("threshold_fraction").read(as: Double.self)
    #expect(means.count == 8)
    for (index, run) in plan.runs.filter({ $0.repeatIndex == 0 }).enumerated() {
      let measured = results.measured(run.subject)
      #expect(measured.count == (run == Example.run() || run.subject == failed.subject ? 1 : 2))
      #expect(means[index] == CensoredSample(measured.map(\.settled)).mean)
      #expect(fractions[2 * index + 1] == CensoredSample(measured.map { $0.thresholds[1] }).fraction)
    }
  }

  @Test func attributesTellHowToRunItAgain() throws {
    let plan = try Example.plan(seed: .max)
    try write(Results(plan: plan, records: [:]))
    let root = StoredObject(file: path)
    #expect(try root.stringAttribute("Conventions") == "CF-1.11")
    #expect(try root.stringAttribute("source") == "memprobe test")
    #expect(try root.stringAttribute("history") == "2023-11-14T22:13:20Z: memprobe divergence --seed 7")
    #expect(try root.attribute("seed", as: UInt64.self) == [.max])
    #expect(try root.attribute("total_steps", as: Int64.self) == [300])
    #expect(try root.attribute("unique_steps", as: Int64.self) == [100])
    #expect(try root.stringAttribute("initializer") == "glorot")
    #expect(try root.attribute("gain", as: Double.self) == [1])
    #expect(try root.attribute("forget_bias", as: Double.self) == [1])
    #expect(try root.stringAttribute("precision") == "float32")
    #expect(try root.stringAttribute("shard") == "1/1")
    #expect(try root.stringAttribute("plan_fingerprint") == plan.fingerprint)
    let outcome = try root.dataset("outcome")
    #expect(try outcome.attribute("flag_values", as: Int8.self) == [0, 1, 2, 3, 4])
    #expect(try outcome.stringAttribute("flag_meanings") == "merged rounding_floor diverged kept fading")
    #expect(try outcome.attribute("_FillValue", as: Int8.self) == [-128])
    let status = try root.dataset("run_status")
    #expect(try status.stringAttribute("flag_meanings") == "missing done failed")
    #expect(try root.dataset("settled_steps").attribute("_FillValue", as: Int32.self) == [.min])
    #expect(try root.dataset("std_settled_steps").stringAttribute("long_name").contains("ddof = 1"))
  }

  // MARK: Files that are not what they should be

  @Test func missingFiles() {
    #expect(throws: ResultsFileError.missing(path: path)) { try read(path) }
    #expect(throws: ResultsFileError.cannotOpen(path: folder.url.path, SystemError(code: EISDIR))) {
      try read(folder.url.path)
    }
  }

  @Test func filesOfAnotherKind() throws {
    for content in [[], Array("some notes\n".utf8), [0x89, 0x48]] {
      try writeBytes(content, to: path)
      #expect(throws: ResultsFileError.notResults(path: path)) { try read(path) }
    }
    try writeBytes(HDF5File().bytes(), to: path)
    #expect(throws: ResultsFileError.notResults(path: path)) { try read(path) }
    let other = try HDF5File()
    try other.root.writeAttribute("format", "memprobe memorization")
    try writeBytes(other.bytes(), to: path)
    #expect(throws: ResultsFileError.malformed(path: path, .missingAttribute("format_version"))) {
      try read(path)
    }
  }

  /// Flips a bit in every 29th byte, one at a time: an error, or nothing that is read has changed.
  @Test func aFlippedBitIsNeverAResult() throws {
    let plan = try Example.plan()
    var records = Example.records(of: plan)
    records[Example.run()] = .failed(reason: "broken")
    try write(Results(plan: plan, records: records))
    let whole = try bytes(of: path)
    for index in stride(from: 0, to: whole.count, by: 29) {
      var damaged = whole
      damaged[index] ^= 1 << UInt8(index % 8)
      try writeBytes(damaged, to: path)
      guard let read = try? read(path) else { continue }
      #expect(read.plan == plan)
      // Texts have no checksum.
      let measured = read.records.filter { $0.value.value != nil }
      #expect(plan.agree(measured, records.filter { $0.value.value != nil }), "byte \(index)")
      #expect(read.failed.map(\.run) == [Example.run()])
    }
  }

  @Test func attributesMayBeLong() throws {
    let plan = try Example.plan(hiddenSizes: Array(1...500), repeats: 1)
    var records: [Run: Record<DivergenceMeasurement>] = [:]
    for run in plan.runs { records[run] = .failed(reason: "output not finite at shared step 1") }
    try write(Results(plan: plan, records: records))
    #expect(try plan.agree(read(path).records, records))
  }

  @Test func cutAnywhereItIsAnError() throws {
    let plan = try Example.plan()
    try write(Results(plan: plan, records: Example.records(of: plan)))
    let whole = try bytes(of: path)
    for length in stride(from: 0, to: whole.count, by: 997) {
      try writeBytes(whole.prefix(length), to: path)
      #expect(throws: ResultsFileError.self) { try read(path) }
    }
  }

  @Test func journalsAreReadLikeResults() throws {
    let plan = try Example.plan()
    let run = Example.run()
    let record = Record<DivergenceMeasurement>.measured(Example.measurement(of: run, in: plan))
    let journalPath = JournalPath.of(path)
    let journal = try Journal(journalPath, plan: plan, shard: .whole, overwrites: false)
    try journal.begin()
    try journal.append(run, record)
    for name in [path, journalPath] {
      let read = try read(name)
      #expect(read.plan == plan)
      #expect(plan.agree(read.records, [run: record]))
      #expect(read.missing.count == 15)
    }
    try writeBytes(bytes(of: journalPath) + Array("0123".utf8), to: folder.path("torn.journal"))
    #expect(try plan.agree(read(folder.path("torn.journal")).records, [run: record]))
  }
}
