import Experiments
import Foundation
import HDF5
import HDF5Reading
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@Suite struct ReproducibilityTests {
  @Test func oneAndTwoJobsGiveTheSameBits() throws {
    let folder = try TemporaryFolder()
    let options = SmallSweep.options + ["--curves"]
    let one = try SmallSweep.results(of: options + ["--jobs", "1"], output: "one.h5", in: folder)
    let two = try SmallSweep.results(of: options + ["--jobs", "2"], output: "two.h5", in: folder)
    #expect(one.records.count == 16)
    expectIdentical(two, one)
  }

  @Test func aGridCellRunAloneGivesTheSameBits() throws {
    let folder = try TemporaryFolder()
    let whole = try SmallSweep.results(of: SmallSweep.options, output: "whole.h5", in: folder)
    let alone = try SmallSweep.results(
      of: [
        "divergence", "--cells", "gru", "--hidden-sizes", "2", "--input-sizes", "1", "--repeats", "2",
        "--total-steps", "2000", "--unique-steps", "200",
      ], output: "alone.h5", in: folder)
    let shape = NetworkShape(cell: .gru, inputSize: 1, hiddenSize: 2)
    let expected = Results(
      plan: whole.plan, records: whole.records.filter { $0.key.subject == .drawn(shape) })
    #expect(expected.records.count == 2)
    expectIdentical(alone, expected)
  }

  @Test func anotherSeedGivesOtherResults() throws {
    let folder = try TemporaryFolder()
    let first = try SmallSweep.results(of: SmallSweep.options, output: "0.h5", in: folder)
    let second = try SmallSweep.results(
      of: SmallSweep.options + ["--seed", "1"], output: "1.h5", in: folder)
    #expect(!first.isIdentical(to: second))
  }

  @Test func mergedPartsEqualTheWhole() throws {
    let folder = try TemporaryFolder()
    let whole = try SmallSweep.results(of: SmallSweep.options, output: "whole.h5", in: folder)
    var parts: [String] = []
    for index in 1...3 {
      let part = "part-\(index).h5"
      let results = try SmallSweep.results(
        of: SmallSweep.options + ["--shard", "\(index)/3"], output: part, in: folder)
      #expect(!results.records.isEmpty)
      #expect(results.records.count < whole.records.count)
      parts.append(part)
    }
    let merge = try Tool.run(["merge"] + parts + ["-o", "merged.h5"], in: folder)
    #expect(merge.status == 0, "\(merge.errors)")
    #expect(merge.errors.isEmpty)
    #expect(merge.output.hasSuffix("\nResults file: merged.h5\n"))
    let merged = try SmallSweep.read(folder.path("merged.h5"))
    #expect(merged.missing.isEmpty)
    expectIdentical(merged, whole)

    // Where every part was made is kept.
    let made = try Tool.run(["show", "merged.h5", "--provenance"], in: folder)
    for index in 1...3 {
      #expect(
        made.output.contains("part:       \(index)/3\n") && made.output.contains("part-\(index).h5 --quiet\n")
      )
    }
    #expect(made.output.components(separatedBy: "\n\n").count == 4, "\(made.output)")
    #expect(made.output.components(separatedBy: "\nhost:       ").count == 5)
    #expect(made.output.contains("\nkernels:    ") && made.output.contains("\nhdf5:       1."))
    let show = try Tool.run(["show", "whole.h5"], in: folder)
    #expect(merge.output.hasPrefix(show.output))
  }

  /// What a merge lacks is dealt out again, and makes the whole with it.
  @Test func missingRunsAreDealtOut() throws {
    let folder = try TemporaryFolder()
    let options = SmallSweep.options + ["--quiet"]
    let whole = try SmallSweep.results(of: options, output: "whole.h5", in: folder)
    let part = try SmallSweep.results(of: options + ["--shard", "1/3"], output: "part.h5", in: folder)
    _ = try Tool.run(["merge", "part.h5", "-o", "some.h5", "--partial"], in: folder)
    for index in 1...2 {
      let rest = try Tool.run(
        options + ["--missing-from", "some.h5", "--shard", "\(index)/2"], in: folder)
      #expect(rest.status == 0, "\(rest.errors)")
      #expect(rest.output.hasSuffix("\nResults file: results/divergence-missing-\(index)-of-2.h5\n"))
    }
    let count = try (1...2).reduce(part.records.count) {
      try $0 + SmallSweep.read(folder.path("results/divergence-missing-\($1)-of-2.h5")).records.count
    }
    #expect(count == whole.records.count)
    let half = try Tool.run(
      ["merge", "some.h5", "results/divergence-missing-1-of-2.h5", "-o", "all.h5"], in: folder)
    #expect(half.status == 65)
    #expect(
      half.errors.hasPrefix(
        "some.h5: \(part.records.count) of 16 runs; no file of part 2 of 2 of what was missing; "))
    let all = try Tool.run(["merge", "some.h5", "results", "-o", "all.h5"], in: folder)
    #expect(all.status == 0 && all.errors.isEmpty, "\(all.errors)")
    expectIdentical(try SmallSweep.read(folder.path("all.h5")), whole)
    let nothing = try Tool.run(options + ["--missing-from", "all.h5"], in: folder)
    #expect(nothing.status == 0 && nothing.output == "all.h5 has all 16 runs: nothing is missing.\n")
    #expect(!folder.exists("results/divergence-missing-1-of-1.h5"))
    let other = try Tool.run(options + ["--seed", "1", "--missing-from", "all.h5"], in: folder)
    #expect(other.status == 65)
    #expect(
      other.errors.hasPrefix(
        "Error: --missing-from all.h5: holds results of other settings (--seed differs). "))
  }
}

/// Where differences are read.
@Suite struct DivergenceReadingTests {
  private let options = [
    "divergence", "--cells", "gru,lstm", "--layers", "1,3", "--hidden-sizes", "3", "--input-sizes", "1",
    "--repeats", "2", "--total-steps", "600", "--unique-steps", "100", "--curves",
  ]

  @Test func everyLayerHasItsCounts() throws {
    let folder = try TemporaryFolder()
    let results = try SmallSweep.results(of: options + ["--read", "layers"], output: "d.h5", in: folder)
    #expect(results.isComplete && results.failed.isEmpty && results.plan.settings.layerCount == 3)
    for (run, record) in results.records {
      guard case .drawn(let shape) = run.subject else { continue }
      let (found, last) = (try #require(record.value), shape.layers - 1)
      #expect(found.layers.settled[last] == found.settled)
      #expect(found.layers.settled.suffix(2).allSatisfy(LayerCounts.isMissing) == (last == 0))
    }
    let root = StoredObject(file: folder.path("d.h5"))
    #expect(try root.stringAttribute("read") == "layers")
    let show = try Tool.run(["show", "d.h5"], in: folder)
    #expect(show.output.contains("\nlayer by layer\n"))
    #expect(show.output.contains("LSTM, 3 units, 3 layers, layer 3 │"), "\(show.output)")
    // The same runs read by their outputs alone, bit for bit.
    let outputs = try SmallSweep.results(of: options, output: "o.h5", in: folder)
    for (run, record) in outputs.records {
      let (one, other) = (try #require(record.value), try #require(results.records[run]?.value))
      #expect(Divergence.areIdentical(one, other, settings: outputs.plan.settings))
    }
  }

  @Test func statesSettleWhereTheyMerge() throws {
    let folder = try TemporaryFolder()
    let results = try SmallSweep.results(of: options + ["--read", "state"], output: "d.h5", in: folder)
    for found in results.records.values.compactMap(\.value) { #expect(found.settled == found.merged) }
    let show = try Tool.run(["show", "d.h5"], in: folder)
    #expect(show.output.contains("\nRead are the complete states, h and c of every layer, "))
  }
}

/// Echo state networks through the divergence sweep.
@Suite struct EchoStateTests {
  private let options = [
    "divergence", "--cells", "esn", "--hidden-sizes", "5,20", "--input-sizes", "1", "--repeats", "2",
    "--total-steps", "2000", "--unique-steps", "200",
  ]

  @Test func theLeakAndTheRadiusMatter() throws {
    let folder = try TemporaryFolder()
    let plain = try SmallSweep.results(of: options, output: "plain.h5", in: folder)
    let leaky = try SmallSweep.results(
      of: options + ["--leak-rate", "0.25", "--density", "0.5"], output: "leaky.h5", in: folder)
    let long = try SmallSweep.results(
      of: options + ["--spectral-radius", "0.99"], output: "long.h5", in: folder)
    func steps(_ results: Results<Divergence>) -> Double {
      let shape = NetworkShape(cell: .esn, inputSize: 1, hiddenSize: 20)
      return CensoredSample(results.measured(.drawn(shape)).map { $0.thresholds[3] }).mean
    }
    #expect(steps(leaky) > steps(plain) && steps(long) > steps(plain))
    #expect(plain.plan.subjects.grid?.initialization.reservoir == .standard)
    #expect(leaky.plan.subjects.grid?.initialization.reservoir.leakRate == 0.25)

    let root = StoredObject(file: folder.path("leaky.h5"))
    #expect(try root.attribute("leak_rate", as: Double.self) == [0.25])
    #expect(try root.attribute("density", as: Double.self) == [0.5])
    #expect(try root.stringAttribute("activation") == "tanh")
  }

  /// A file of other reservoirs is not continued.
  @Test func anotherReservoirIsAnotherPlan() throws {
    let folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: options, output: "out.h5", in: folder)
    let outcome = try Tool.run(options + ["--leak-rate", "0.5", "--output", "out.h5"], in: folder)
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("(--leak-rate differs)"), "\(outcome.errors)")
  }

  @Test func anExperimentFileSaysAsMuch() throws {
    let folder = try TemporaryFolder()
    try folder.write("leak-rate: 0.5\nactivation: identity\n", to: "x.yaml")
    let results = try SmallSweep.results(
      of: options + ["--experiment", "x.yaml"], output: "x.h5", in: folder)
    #expect(results.plan.subjects.grid?.initialization.reservoir.leakRate == 0.5)
    #expect(results.plan.subjects.grid?.initialization.reservoir.activation == .identity)
  }
}

/// Runs without a result: weights beyond the range of float32 make outputs that are not numbers.
@Suite struct FailedRunTests {
  private let command = SmallSweep.options + ["--gain", "1e39", "--quiet", "--output", "out.h5"]

  @Test func failedRunsAreRecordedAndDoNotStopTheSweep() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(command, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let results = try SmallSweep.read(folder.path("out.h5"))
    #expect(results.isComplete)
    #expect(!results.failed.isEmpty)
    #expect(outcome.output.contains("\n(– no measured run)\n"))
    #expect(outcome.output.contains("\nFailed, and left out of every mean: \(results.failed.count) runs.\n"))
  }

  @Test func failFastStopsAtTheFirst() throws {
    let folder = try TemporaryFolder()
    let stopped = try Tool.run(command + ["--fail-fast"], in: folder)
    #expect(stopped.status == 1)
    #expect(stopped.output.isEmpty)
    #expect(stopped.errors.hasPrefix("Error: a run failed and --fail-fast was given: "), "\(stopped.errors)")
    #expect(!folder.exists("out.h5"))
    #expect(folder.exists("out.h5.journal"))
    #expect(try Tool.run(command, in: folder).status == 0)
  }
}

@Suite struct MemoryTests {
  /// The largest network of the default grid, for sequences of different length.
  @Test func peakMemoryIsSmallAndDoesNotGrowWithTheSteps() throws {
    let folder = try TemporaryFolder()
    let peaks = try [3_000, 12_000].map { steps in
      let running = try RunningTool(
        [
          "divergence", "--cells", "lstm", "--hidden-sizes", "128", "--input-sizes", "128",
          "--repeats", "2", "--jobs", "2", "--total-steps", "\(steps)", "--quiet",
          "--output", "\(steps).h5",
        ], in: folder)
      let outcome = try running.outcomeWithPeakMemory()
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try #require(outcome.peakMemory)
    }
    #expect(peaks[1] < 150_000_000)
    // Where the allocator and the loader put things differs a little from run to run.
    #expect(abs(peaks[1] - peaks[0]) < 4_000_000, "\(peaks)")
  }
}

/// What rounding decides is marked, and float64 tells.
@Suite struct RoundingTests {
  private let options = [
    "divergence", "--network", Repository.path("results/networks/adding-keras-gru32.keras"), "--pairs", "3",
    "--total-steps", "30000", "--thresholds", "1e-3,1e-6",
  ]

  @Test func aThresholdInTheRoundingIsMarked() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(options + ["-o", "out.h5", "--quiet"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let row = try #require(outcome.output.split(separator: "\n").first { $0.contains("trained (3) │") })
    let entries = row.split(separator: "│")[1].split(separator: "  ", omittingEmptySubsequences: true)
    #expect(entries.count == 3 && !entries[1].contains("†") && entries[2].contains("† · "), "\(row)")
    #expect(outcome.output.contains("(† less than 30 rounding floors above what never fades: "))

    let survival = try Tool.run(["show", "out.h5", "--survival"], in: folder)
    #expect(survival.status == 0 && survival.output.contains("restricted mean steps · share censored"))
    let page = try Tool.run(["report", "out.h5", "-o", "page.html"], in: folder)
    #expect(page.status == 0, "\(page.errors)")
    let text = try String(contentsOf: folder.file("page.html"), encoding: .utf8)
    #expect(text.contains("In 3 of 3 runs 1e-6 is less than 30 floors above"))
  }

  @Test func bothPrecisionsSideBySide() throws {
    let folder = try TemporaryFolder()
    let thresholds = ["--thresholds", "1e-3,1e-8"]
    let outcome = try Tool.run(
      options.dropLast(2) + thresholds + ["--check-precision", "-o", "out.h5", "--quiet"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output.contains("Precision: 2 medians in float32 held against float64; 1 parts; there"))
    #expect(outcome.output.contains("adding-keras-gru32.keras, trained: threshold 1e-8 │ ≥29,000"))
    #expect(!outcome.output.contains("trained: threshold 0.001 │"))
    #expect(outcome.output.hasSuffix("Results file: out-float64.h5\n"))
    let single = try SmallSweep.read(folder.path("out.h5"))
    let double = try SmallSweep.read(folder.path("out-float64.h5"))
    #expect(single.plan.precision == .float32 && double.plan.precision == .float64)
    #expect(single.plan.settings == double.plan.settings && double.isComplete)
  }

  @Test func nothingIsFoundWhereNothingIs() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(
      SmallSweep.options + ["--check-precision", "-o", "out.h5", "--quiet"], in: folder)
    #expect(outcome.output.contains("Precision: 48 medians in float32 held against float64; all agree.\n"))
    #expect(!outcome.output.contains("†"))
  }

  @Test func float64AloneHasNothingBesideIt() throws {
    let folder = try TemporaryFolder()
    let options = SmallSweep.options + ["--precision", "float64", "--check-precision", "-o", "out.h5"]
    let outcome = try Tool.run(options, in: folder)
    #expect(outcome.status == 64 && outcome.errors.contains("--check-precision"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("out.h5")))
    let recall = try Tool.run(["recall", "--construct", "latch", "--check-precision"], in: folder)
    #expect(recall.status == 64)
  }
}
