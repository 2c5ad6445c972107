import Experiments
import Foundation
import MemoryMeasures
import TestSupport
import Testing

@Suite struct CapacityTests {
  private static let options = [
    "capacity", "--cells", "esn,lstm", "--hidden-sizes", "5,8", "--repeats", "3", "--washout", "100",
    "--training-steps", "400", "--test-steps", "300", "--maximum-delay", "20", "--surrogates", "2",
  ]

  private func results(
    _ options: [String], _ output: String, in folder: TemporaryFolder
  ) throws -> Results<Capacity> {
    try SmallSweep.results(of: options, output: output, in: folder, as: Capacity.self)
  }

  @Test func oneAndTwoJobsGiveTheSameBits() throws {
    let folder = try TemporaryFolder()
    let one = try results(Self.options + ["--jobs", "1"], "one.h5", in: folder)
    let two = try results(Self.options + ["--jobs", "2"], "two.h5", in: folder)
    #expect(one.records.count == 12)
    expectIdentical(two, one)
  }

  @Test func mergedPartsEqualTheWhole() throws {
    let folder = try TemporaryFolder()
    let whole = try results(Self.options, "whole.h5", in: folder)
    for index in 1...2 {
      _ = try results(Self.options + ["--shard", "\(index)/2"], "part\(index).h5", in: folder)
    }
    let some = try Tool.run(["merge", "part1.h5", "-o", "some.h5", "--partial"], in: folder)
    #expect(some.status == 0)
    #expect(some.errors.contains("of the plan are in no part:\n  "), "\(some.errors)")
    let merge = try Tool.run(["merge", "part1.h5", "part2.h5", "-o", "merged.h5"], in: folder)
    #expect(merge.status == 0 && merge.errors.isEmpty, "\(merge.errors)")
    let merged = try SmallSweep.read(folder.path("merged.h5"), as: Capacity.self)
    expectIdentical(merged, whole)
    let show = try Tool.run(["show", "whole.h5"], in: folder)
    #expect(merge.output.hasPrefix(show.output) && show.output.contains("ESN 8"))
  }

  /// Kills the sweep again and again, until it has finished.
  @Test func aKilledSweepEndsInTheSameBits() throws {
    let folder = try TemporaryFolder()
    let options = Self.options.map { $0 == "3" ? "12" : $0 == "400" ? "4000" : $0 }
    let whole = try results(options, "whole.h5", in: folder)
    let command = options + ["--output", "out.h5", "--quiet"]
    var kills = 0
    for attempt in 0..<200 where !folder.exists("out.h5") {
      let running = try RunningTool(command, in: folder)
      Thread.sleep(forTimeInterval: 0.05 + 0.02 * Double(attempt))
      running.send(SIGKILL)
      if try running.outcome().status == -SIGKILL { kills += 1 }
    }
    #expect(kills > 0)
    let outcome = try Tool.run(command, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let resumed = try SmallSweep.read(folder.path("out.h5"), as: Capacity.self)
    expectIdentical(resumed, whole)
  }

  /// A shift register of ten units in a file: the last input, which is no memory, and nine before it.
  @Test func aDelayLineFromAFile() throws {
    let folder = try TemporaryFolder()
    let line = try Tool.run(
      ["construct", "delay-line", "--cell", "rnn", "--hidden-size", "10", "--output", "line.safetensors"],
      in: folder)
    #expect(line.status == 0, "\(line.errors)")
    let results = try results(
      ["capacity", "--network", "line.safetensors", "--repeats", "2", "--maximum-delay", "15"], "line.h5",
      in: folder)
    #expect(results.records.count == 2)
    for record in results.records.values {
      guard case .measured(let found) = record else {
        Issue.record("failed")
        continue
      }
      for delay in 0..<9 { #expect(abs(found.memoryFunction[delay] - 1) < 1e-9) }
      #expect(abs(found.total - 9) < 4 * found.standardError + 1e-8)
    }
  }

  /// The same without a file in between.
  @Test func aDelayLine() throws {
    let folder = try TemporaryFolder()
    let results = try results(
      [
        "capacity", "--construct", "delay-line", "--cells", "rnn", "--hidden-sizes", "6", "--repeats", "1",
        "--maximum-delay", "9",
      ], "line.h5", in: folder)
    #expect(results.plan.subjects.given.map(\.name) == ["delay-line rnn"])
    let found = try #require(results.measured(.given("delay-line rnn")).first)
    for delay in 0..<5 { #expect(abs(found.memoryFunction[delay] - 1) < 1e-9) }
  }

  @Test func aMemorylessNetworkFromAFile() throws {
    let folder = try TemporaryFolder()
    _ = try Tool.run(["construct", "memoryless", "--output", "none.safetensors"], in: folder)
    let results = try results(["capacity", "--network", "none.safetensors"], "none.h5", in: folder)
    for record in results.records.values {
      guard case .measured(let found) = record else {
        Issue.record("failed")
        continue
      }
      #expect(abs(found.total) < 4 * found.standardError && found.standardError < 0.01)
    }
  }

  @Test(arguments: [
    ("--cells foo", "'foo' is unknown. Allowed: rnn, lstm, gru, gru-reset-before, esn."),
    ("--maximum-delay 0", "--maximum-delay is 0; allowed are whole numbers from 1 to 1,000,000."),
    ("--test-steps 5", "--test-steps is 5; allowed are whole numbers from 100 to 100,000,000."),
    (
      "--training-steps 100 --hidden-sizes 99",
      "--training-steps is 100; allowed are whole numbers from 101 for readouts of the largest network"
    ),
    (
      "--test-steps 100 --hidden-sizes 99",
      "--test-steps is 100; allowed are whole numbers from 101 for readouts of the largest network"
    ),
    ("--washout -1", "--washout is -1; allowed are whole numbers from 0 to 100,000,000."),
    ("--surrogates 0", "--surrogates is 0; allowed are whole numbers from 1 to 10,000."),
    ("--ridge nan", "--ridge is nan; allowed are finite numbers of at least 0."),
    ("--input-scale 0", "--input-scale is 0; allowed are numbers from -1,000,000 to 1,000,000 but not 0."),
    ("--input-distribution cauchy", "'cauchy' is unknown. Allowed: uniform, normal."),
    ("--repeats 0", "--repeats is 0; allowed are whole numbers from 1 to 2,147,483,647."),
    ("--cells rnn --density 0.5", "--density is only for echo state networks (esn); leave it out here."),
    ("--spectral-radius -2", "--spectral-radius is -2; allowed are numbers from 0 to 1,000,000."),
  ])
  func refusals(options: String, sentence: String) throws {
    let folder = try TemporaryFolder()
    let words = options.split(separator: " ").map(String.init)
    let outcome = try Tool.run(["capacity", "--output", "out/c.h5"] + words, in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    #expect(!folder.exists("out"))
  }

  @Test func anExperimentFileSaysAsMuch() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      cells: [esn]
      hidden-sizes: [4]
      repeats: 1
      spectral-radius: 0.5
      input-distribution: normal
      input-scale: 2
      training-steps: 200
      test-steps: 100
      maximum-delay: 6
      readout-input: true

      """, to: "x.yaml")
    let plan = try results(["capacity", "--experiment", "x.yaml"], "x.h5", in: folder).plan
    #expect(plan.settings.inputs == .normal && plan.settings.inputScale == 2 && plan.settings.readsInput)
    #expect(plan.settings.maximumDelay == 6 && plan.settings.trainingSteps == 200)
    #expect(plan.subjects.grid?.initialization.reservoir.spectralRadius == 0.5)
    try folder.write("total-steps: 5\n", to: "y.yaml")
    let outcome = try Tool.run(["capacity", "--experiment", "y.yaml"], in: folder)
    #expect(outcome.status == 65, "\(outcome.errors)")
  }
}
