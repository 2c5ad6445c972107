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

  /// Beside random networks of its shape, of which none forgets as slowly; of too few, nothing is said.
  @Test func aTrainedNetworkBesideTwins() throws {
    let folder = try TemporaryFolder()
    let network = Repository.path("results/networks/adding-keras-gru32.keras")
    func shown(twins: Int) throws -> String {
      let outcome = try Tool.run(
        [
          "lyapunov", "--network", network, "--against", "glorot", "--twins", "\(twins)", "--exponents", "1",
          "--repeats", "1", "--washout", "100", "--alignment", "50", "--steps", "200", "-o", "\(twins).h5",
          "--quiet",
        ], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output
    }
    let found = try shown(twins: 39)
    #expect(found.contains("│ 39 of 39 ") && found.contains("λ1 of this network is larger"), "\(found)")
    let few = try shown(twins: 38)
    #expect(few.contains("│ 38 of 38 ") && few.contains("no difference found"), "\(few)")
    #expect(few.contains("nothing can be found without more --twins") && !few.contains("is larger"))
  }

  /// A stack of Keras's, and checkpoints: parts join to the same bits, and everything is shown and exported.
  @Test func twinsOfStacksAndCheckpoints() throws {
    let folder = try TemporaryFolder()
    for step in [20, 100] {
      try TrainedNetworks.write("step-\(step).safetensors", hiddenSize: 3, seed: UInt64(step), in: folder)
    }
    let stack = Repository.path("Tests/NetworkFilesTests/Fixtures/keras/stack.keras")
    let short = [
      "--against", "glorot,shuffled", "--twins", "3", "--repeats", "2", "--washout", "20", "--alignment",
      "20", "--steps", "40", "--blocks", "2",
    ]
    for (name, networks) in [("s", ["--network", stack]), ("c", ["--checkpoints", "step-*"])] {
      let command = ["lyapunov"] + networks + short
      let one = try results(command + ["--jobs", "1"], "\(name).h5", in: folder)
      #expect(one.isComplete && one.failed.isEmpty && one.records.count == (name == "c" ? 28 : 14))
      #expect(one.plan.axes.dropFirst().map(\.name) == ["source", "twin", "repeat"])
      for index in 1...2 {
        _ = try results(command + ["--shard", "\(index)/2"], "\(name)\(index).h5", in: folder)
      }
      let merge = try Tool.run(["merge", "\(name)1.h5", "\(name)2.h5", "-o", "\(name)m.h5"], in: folder)
      #expect(merge.status == 0, "\(merge.errors)")
      expectIdentical(try SmallSweep.read(folder.path("\(name)m.h5"), as: Lyapunov.self), one)
      let shown = try Tool.run(["show", "\(name).h5"], in: folder).output
      #expect(shown.contains("nothing can be found without more --twins") && !shown.contains("is larger"))
      #expect(try Tool.run(["show", "\(name)m.h5"], in: folder).output == shown)
      for command in [
        ["plot", "\(name).h5"], ["report", "\(name).h5", "-o", "\(name).html"],
        ["export", "\(name).h5", "-o", "\(name).csv"], ["export", "\(name).h5", "-o", "\(name).mat"],
      ] {
        let outcome = try Tool.run(command, in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      let page = try String(contentsOfFile: folder.path("\(name).html"), encoding: .utf8)
      #expect(page.contains("--against glorot,shuffled") && page.contains("--twins 3"))
    }
    let refused = try Tool.run(["lyapunov", "--against", "glorot", "-o", "x.h5"], in: folder)
    #expect(refused.status == 64)
    #expect(
      refused.errors.contains("--against is only for networks from files or constructed ones"),
      "\(refused.errors)")
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
