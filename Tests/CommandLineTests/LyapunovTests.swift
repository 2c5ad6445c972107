import Experiments
import Foundation
import MemoryMeasures
import TestSupport
import Testing

@Suite struct LyapunovTests {
  private static let options = [
    "lyapunov", "--cells", "rnn,lstm,gru-reset-before,esn", "--layers", "1,2", "--hidden-sizes", "2,5",
    "--repeats",
    "2", "--washout", "50", "--alignment", "50", "--steps", "300", "--blocks", "5",
  ]

  private func results(
    _ options: [String], _ output: String, in folder: TemporaryFolder
  ) throws -> Results<Lyapunov> {
    try SmallSweep.results(of: options, output: output, in: folder, as: Lyapunov.self)
  }

  /// Any number of jobs and parts, and exponents as many as the largest network has: h and c of two layers of 5.
  @Test func jobsAndPartsGiveTheSameBits() throws {
    let folder = try TemporaryFolder()
    let one = try results(Self.options + ["--jobs", "1"], "one.h5", in: folder)
    #expect(one.records.count == 32 && one.plan.settings.exponents == 20)
    expectIdentical(try results(Self.options + ["--jobs", "2"], "two.h5", in: folder), one)
    for index in 1...2 {
      _ = try results(Self.options + ["--shard", "\(index)/2"], "part\(index).h5", in: folder)
    }
    let merge = try Tool.run(["merge", "part1.h5", "part2.h5", "-o", "merged.h5"], in: folder)
    #expect(merge.status == 0, "\(merge.errors)")
    expectIdentical(try SmallSweep.read(folder.path("merged.h5"), as: Lyapunov.self), one)
    for command in [["show", "one.h5"], ["plot", "one.h5"], ["report", "one.h5", "-o", "one.html"]] {
      let outcome = try Tool.run(command, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    for format in ["csv", "json", "npz", "mat"] {
      let outcome = try Tool.run(["export", "one.h5", "-o", "one.\(format)"], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }

  /// The exponents of trained networks, measured by an independent program to two digits.
  @Test(arguments: [
    ("adding-keras-gru32.keras", -0.011), ("adding-keras-lstm32.keras", -0.028),
    ("adding-pytorch-gru32.safetensors", -0.0020), ("adding-pytorch-lstm32.safetensors", -0.018),
  ])
  func trainedNetworks(file: String, expected: Double) throws {
    let folder = try TemporaryFolder()
    let results = try results(
      [
        "lyapunov", "--network", Repository.path("results/networks/\(file)"), "--exponents", "1", "--repeats",
        "2",
      ], "out.h5", in: folder)
    let found = results.records.values.compactMap { $0.value }
    #expect(found.count == 2)
    let statistics = LyapunovStatistics(found)
    let digit = expected == -0.0020 ? 0.00005 : 0.0005
    #expect(
      abs(statistics.meanLargest - expected) < 3 * statistics.largestError + digit,
      "\(statistics.meanLargest) ± \(statistics.largestError)")
    #expect(found.allSatisfy { $0.verdict == .contracting })
  }

  /// Precisions are an axis; the default is float64, to the bit. Rounding moves exponents by little.
  @Test func precisionsAreAnAxis() throws {
    let folder = try TemporaryFolder()
    let options = Self.options + ["--cells", "gru", "--layers", "1", "--exponents", "2"]
    let usual = try results(options, "usual.h5", in: folder)
    #expect(usual.plan.precisions == [.float64])
    let found = try results(
      options + ["--precision", "float64,float32,bfloat16", "--rounding", "stepwise"], "axis.h5", in: folder)
    #expect(
      found.plan.axes.map(\.name) == ["cell", "layers", "hidden_size", "input_size", "precision", "repeat"])
    let parts = found.byPrecision
    expectIdentical(parts[0], usual)
    for (part, limits) in zip(parts.dropFirst(), [1e-12...1e-5, 1e-5...0.1]) {
      for (run, record) in usual.records {
        let (one, other) = try (#require(record.value), #require(part.records[run]?.value))
        #expect(limits.contains(abs(one.largest - other.largest)), "\(one.largest), \(other.largest)")
      }
    }
    let shown = try Tool.run(["show", "axis.h5"], in: folder)
    #expect(shown.output.contains("Largest exponents by precision\n"))
    #expect(shown.output.contains("bfloat16: Lyapunov exponents\n"))
    // Before there was a choice it was float64, whatever the plan says.
    let old = Repository.path("Tests/ExperimentsTests/Fixtures/revision1/lyapunov.h5")
    for (file, isSaid) in [("axis.h5", true), (old, false)] {
      let report = try Tool.run(["report", file, "-o", "page.html", "--force"], in: folder)
      #expect(report.status == 0, "\(report.errors)")
      let page = try String(contentsOfFile: folder.path("page.html"), encoding: .utf8)
      #expect(page.contains("--seed 0") && page.contains("--precision") == isSaid)
      #expect(page.contains("<dd>float64</dd>") != isSaid)
    }
  }

  /// Both measures of the same runs, as one table, in either order.
  @Test func besideDivergence() throws {
    let folder = try TemporaryFolder()
    let networks = [
      "--construct", "forgetting", "--rate", "0.5", "--cells", "gru", "--hidden-sizes", "4", "--quiet",
    ]
    for command in [
      ["divergence", "--pairs", "6", "--total-steps", "500", "--unique-steps", "100"],
      ["lyapunov", "--repeats", "6", "--washout", "50", "--alignment", "50", "--steps", "200"],
    ] {
      let outcome = try Tool.run(command + networks + ["-o", "\(command[0]).h5"], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let shown = try Tool.run(["show", "divergence.h5", "lyapunov.h5"], in: folder)
    #expect(shown.status == 0 && shown.output.contains("│    6  -0.693  -0.693"), "\(shown)")
    #expect(shown.output.contains("agree\n"))
    #expect(try Tool.run(["show", "lyapunov.h5", "divergence.h5"], in: folder).output == shown.output)
    for (arguments, status, sentence) in [
      (
        ["lyapunov.h5", "lyapunov.h5"], Int32(64),
        "shown together are one file of divergence and one of lyapunov"
      ),
      (["divergence.h5", "lyapunov.h5", "--survival"], 64, "lyapunov results, without other options"),
      (
        ["divergence.h5", Repository.path("Tests/ExperimentsTests/Fixtures/revision1/lyapunov.h5")], 65,
        "the two files have no network in common."
      ),
    ] {
      let refused = try Tool.run(["show"] + arguments, in: folder)
      #expect(refused.status == status && refused.errors.contains(sentence), "\(refused)")
      #expect(refused.output.isEmpty)
    }
  }

  @Test func constructedNetworks() throws {
    let folder = try TemporaryFolder()
    let results = try results(
      ["lyapunov", "--construct", "forgetting", "--rate", "0.5", "--cells", "lstm,gru", "--repeats", "1"],
      "c.h5",
      in: folder)
    for (name, lost) in [("forgetting lstm", 32), ("forgetting gru", 0)] {
      let found = try #require(results.measured(.given(name)).first)
      #expect(found.exponents.prefix(32).allSatisfy { abs($0 - log(0.5)) < 5e-5 })
      #expect(found.minusInfiniteCount == lost)
    }
  }

  @Test(arguments: [
    ("--exponents 0", "--exponents is 0; allowed are whole numbers from 1 to 10,000."),
    ("--steps 10", "--blocks is 20; allowed are whole numbers from 2 to 10."),
    ("--time-scales 10,-1", "--time-scales is 10,-1; allowed are numbers above 0, each once."),
    ("--input-scale inf", "--input-scale is inf; allowed are numbers from -1,000,000 to 1,000,000."),
    ("--precision float8", "'float8' is unknown. Allowed: float32, float64, bfloat16, float16."),
    (
      "--rounding stepwise",
      "--rounding is only for 16-bit arithmetic (--precision bfloat16,float16); leave it out here."
    ),
  ])
  func refusals(options: String, sentence: String) throws {
    let folder = try TemporaryFolder()
    let words = options.split(separator: " ").map(String.init)
    let outcome = try Tool.run(["lyapunov", "--output", "out/c.h5"] + words, in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    #expect(!folder.exists("out"))
  }
}
