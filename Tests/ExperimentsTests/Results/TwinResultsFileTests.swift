import HDF5
import HDF5Reading
import MemoryMeasures
import TestSupport
import Testing

@testable import Experiments

@Suite struct TwinResultsFileTests {
  private typealias Nets = NetworksExample
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("x.h5")
  }

  private func write(_ results: Results<Divergence>) throws {
    try results.write(to: path, overwrites: true, provenance: Example.provenance)
  }

  @Test(arguments: [false, true]) func whatIsWrittenIsRead(recordsCurve: Bool) throws {
    let plan = try Nets.plan(settings: Nets.settings(recordsCurve: recordsCurve), seed: .max)
    var records = Example.records(of: plan)
    let failed = Nets.run("simple", .twin(.glorot), twin: 3, 1)
    let missing = Nets.run("mixed", .trained, 2)
    records[failed] = .failed(reason: "output not finite at shared step 0")
    records[missing] = nil
    try write(Results(plan: plan, records: records))
    let read = try read(path)
    #expect(read.plan == plan)
    #expect(plan.agree(read.records, records))
    #expect(read.missing == [missing])
    #expect(try Document(reading: path).measure.format == "memprobe divergence")
  }

  @Test func dimensionsAreNamedAndLabelled() throws {
    let plan = try Nets.plan(settings: Nets.settings(recordsCurve: true))
    try write(Results(plan: plan, records: Example.records(of: plan)))
    let root = StoredObject(file: path)
    #expect(try root.dataset("network").readStrings() == ["mixed", "simple", "other"])
    #expect(try root.dataset("source").readStrings() == ["trained", "glorot", "shuffled"])
    #expect(try root.dataset("twin").read(as: Int32.self) == [0, 1, 2, 3])
    #expect(try root.dataset("run").read(as: Int32.self) == [0, 1, 2])
    #expect(try root.dataset("sample").readStrings() == ["mixed", "simple", "other"])
    let paths = ["nets/0.keras", "nets/1.keras", "nets/2.keras"]
    #expect(try root.dataset("network_path").readStrings() == paths)
    #expect(try root.dataset("network_selection").readStrings() == ["", "rnn", ""])

    let scales = Set(["network", "source", "twin", "run", "sample", "threshold", "curve_step"])
    let perRun = Set([
      "run_status", "failure_reason", "first_equal_steps", "first_equal", "settled_steps", "settled",
      "merged_steps", "merged", "outcome", "final_difference", "forgetting_rate", "forgetting_rate_error",
      "forgetting_rate_first_step", "forgetting_rate_last_step", "floor_median", "floor_largest",
      "threshold_steps", "threshold_clear", "within_threshold", "difference",
    ])
    let comparisons = Set(
      [
        "twins_below", "twins_above", "p_value", "holm_p_value", "ratio", "ratio_low", "ratio_high",
        "intraclass_correlation", "comparison_clear",
      ].map { "threshold_\($0)" })
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
      #expect(dimensions[0] == (comparisons.contains(name) ? "sample" : "network"))
      #expect(dimensions.starts(with: ["network", "source", "twin", "run"]) == perRun.contains(name))
      let isNumeric = ![
        "failure_reason", "network_path", "network_selection", "weights_digest",
      ].contains(name)
      #expect(try variable.hasAttribute("_FillValue") == isNumeric)
      #expect(try variable.hasAttribute("crc32") == isNumeric)
    }
    #expect(
      Set(names).subtracting(scales).subtracting(perRun).subtracting(comparisons) == [
        "network_path", "network_selection", "weights_digest", "measured_runs", "mean_settled_steps",
        "std_settled_steps", "mean_first_equal_steps", "median_settled_steps", "median_settled",
        "settled_fraction", "mean_threshold_steps", "threshold_clear_fraction",
        "median_threshold_steps", "median_threshold", "threshold_fraction",
        "mean_settled", "mean_first_equal", "mean_threshold",
      ])
    #expect(comparisons.isSubset(of: names))
  }

  @Test func everyValueIsInItsPlace() throws {
    let plan = try Nets.plan()
    var records = Example.records(of: plan)
    for index in 0..<3 {
      records[Nets.run("other", .trained, index)] = .failed(reason: "broken")
    }
    let results = Results(plan: plan, records: records)
    try write(results)
    let root = StoredObject(file: path)
    let settled = try root.dataset("settled_steps").read(as: Int32.self)
    let status = try root.dataset("run_status").read(as: Int8.self)
    let within = try root.dataset("within_threshold").read(as: Int8.self)
    #expect(plan.layout.places.count == 108)
    for (index, run) in plan.layout.places.enumerated() {
      guard let run else {
        // The network itself has no twins' places.
        #expect((3..<12).contains(index % 36))
        #expect(status[index] == .min && settled[index] == .min)
        continue
      }
      guard case .measured(let measurement) = records[run] else {
        #expect(status[index] == 2)
        #expect(settled[index] == .min && within[2 * index] == .min)
        continue
      }
      #expect(status[index] == 1)
      #expect(Int(settled[index]) == measurement.settled.steps)
      #expect(within[2 * index + 1] == (measurement.thresholds[1].reached ? 1 : 0))
    }

    // By network, source and twin.
    let counts = try root.dataset("measured_runs").read(as: Int32.self)
    let twins = Array(repeating: Int32(3), count: 8)
    let empty = Array(repeating: Int32.min, count: 3)
    #expect(counts == [[3] + empty, twins, [3] + empty, twins, [0] + empty, twins].flatMap(\.self))
    let medians = try root.dataset("median_threshold_steps").read(as: Double.self)
    let exact = try root.dataset("median_threshold").read(as: Int8.self)
    let expected = CensoredSample(
      results.measured(.twin(of: "simple", .shuffled, number: 2)).map { $0.thresholds[1] })
    let place = ((1 * 3 + 2) * 4 + 2) * 2 + 1
    #expect(medians[place] == expected.median.steps)
    #expect(exact[place] == (expected.median.isLowerBound ? 0 : 1))
    #expect(medians[24 * 2].isNaN && exact[24 * 2] == .min)

    let comparisons = results.comparisons
    #expect(comparisons.count == 12)
    #expect(try root.attribute("comparisons", as: Int32.self) == [12])
    let adjusted = try root.dataset("threshold_holm_p_value").read(as: Double.self)
    let below = try root.dataset("threshold_twins_below").read(as: Int32.self)
    #expect(adjusted.count == 18 && below.count == 18)
    // Trained networks are not compared with themselves; the third network has no measured run.
    #expect(adjusted.indices.filter { adjusted[$0].isNaN } == [0, 1, 6, 7, 12, 13, 14, 15, 16, 17])
    let one = try #require(
      comparisons.first { $0.sample.name == "simple" && $0.kind == .shuffled && $0.place == 1 })
    #expect(below[5 * 2 + 1] == one.twinsBelow && adjusted[5 * 2 + 1] == one.adjustedPValue)
    let low = try root.dataset("threshold_ratio_low").read(as: Double.self)
    #expect(low[5 * 2 + 1] == one.interval.low)
  }

  @Test func networksAloneAreNotCompared() throws {
    let plan = try Nets.plan(twinKinds: [], settings: Nets.settings(thresholds: []))
    try write(Results(plan: plan, records: Example.records(of: plan)))
    #expect(try plan.agree(read(path).records, Example.records(of: plan)))
    let root = StoredObject(file: path)
    #expect(try root.memberNames().allSatisfy { !$0.contains("p_value") && !$0.contains("threshold") })
  }

  /// Flips a bit in every 127th byte, one at a time: an error, or nothing that is read has changed.
  @Test func aFlippedBitIsNeverAResult() throws {
    let plan = try Nets.plan()
    var records = Example.records(of: plan)
    records[plan.runs[5]] = .failed(reason: "broken")
    try write(Results(plan: plan, records: records))
    let whole = try bytes(of: path)
    for index in stride(from: 0, to: whole.count, by: 127) {
      var damaged = whole
      damaged[index] ^= 1 << UInt8(index % 8)
      try writeBytes(damaged, to: path)
      guard let read = try? read(path) else { continue }
      #expect(read.plan.fingerprint == plan.fingerprint)
      // Texts have no checksum.
      let measured = read.records.filter { $0.value.value != nil }
      #expect(plan.agree(measured, records.filter { $0.value.value != nil }), "byte \(index)")
      #expect(read.failed.map(\.run) == [plan.runs[5]])
    }
  }
}
