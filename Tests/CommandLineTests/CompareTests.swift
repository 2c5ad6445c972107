import Experiments
import Foundation
import MemoryMeasures
import NetworkFiles
import TestSupport
import Testing

/// `memprobe compare` and `memprobe divergence --network`.
@Suite struct CompareTests {
  private let folder: TemporaryFolder
  private static let steps = ["--total-steps", "2000", "--unique-steps", "200"]
  private static let small = ["--pairs", "3", "--twins", "4"] + steps

  init() throws {
    folder = try TemporaryFolder()
    try TrainedNetworks.write("a.safetensors", hiddenSize: 4, in: folder)
    try TrainedNetworks.write("b.safetensors", hiddenSize: 3, seed: 2, in: folder)
  }

  private func run(_ arguments: [String]) throws -> Tool.Outcome {
    try Tool.run(arguments, in: folder)
  }

  private func results(
    _ arguments: [String], output: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Results<Divergence> {
    try SmallSweep.results(of: arguments, output: output, in: folder, sourceLocation: sourceLocation)
  }

  // MARK: Results

  @Test func comparesWithTwinsOfEveryKind() throws {
    let outcome = try run(["compare", "a.safetensors", "b.safetensors", "--quiet"] + Self.small)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.hasPrefix("a.safetensors: input size 2, LSTM 4\n"))
    #expect(outcome.output.contains("\nb.safetensors against random networks of its shape\n"))
    #expect(outcome.output.contains("corrected by Holm's method for all 4 comparisons of these results"))
    #expect(outcome.output.contains("nothing can be found without more --twins"))
    #expect(outcome.output.hasSuffix("\nResults file: results/compare.h5\n"))
    let results = try SmallSweep.read(folder.path("results/compare.h5"))
    #expect(results.isComplete && results.records.count == 2 * 3 * (1 + 2 * 4))
    #expect(results.plan.subjects.twinKinds == [.glorot, .shuffled])
    #expect(results.plan.settings.thresholds == [1e-3])

    let shown = try run(["show", "results/compare.h5"])
    #expect(outcome.output == shown.output + "\nResults file: results/compare.h5\n")
  }

  @Test func measuresNetworksAlone() throws {
    let arguments =
      ["--network", "a.safetensors", "--network", "b.safetensors", "--pairs", "2", "--quiet"]
      + ["--thresholds", "1e-3"]
    let outcome = try run(["divergence"] + arguments + Self.steps)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(!outcome.output.contains("against"))
    #expect(outcome.output.hasSuffix("\nResults file: results/networks.h5\n"))
    let alone = try SmallSweep.read(folder.path("results/networks.h5"))
    #expect(alone.records.count == 4)

    // The same pairs as in a comparison.
    let compared = try results(
      [
        "compare", "a.safetensors", "--against", "glorot", "--twins", "1", "--pairs", "2",
      ] + Self.steps, output: "c.h5")
    for index in 0..<2 {
      let run = Run(.given("a.safetensors"), repeat: index)
      let (one, other) = (try #require(compared.records[run]), try #require(alone.records[run]))
      #expect(alone.plan.areEqual(one, other))
    }
  }

  @Test func layersMayDifferAndBeChosen() throws {
    try TrainedNetworks.writeStack("mixed.safetensors", in: folder)
    let options = ["--pairs", "2", "--twins", "2", "--against", "keras,shuffled"] + Self.steps
    let names = try NetworkFile(path: folder.path("mixed.safetensors")).layers.map(\.name)
    let whole = try results(
      ["compare", "mixed.safetensors", "--layers-from", "\(names[0])..\(names[1])"] + options, output: "w.h5")
    #expect(whole.plan.subjects.given[0].outline.layers.map(\.cell) == [.lstm, .gru])
    #expect(whole.plan.subjects.given[0].outline.layers.map(\.hiddenSize) == [3, 2])
    #expect(whole.isComplete && whole.failed.isEmpty)
    let part = try results(["compare", "mixed.safetensors", "--layer", names[1]] + options, output: "p.h5")
    #expect(part.plan.subjects.given[0].outline.layers.map(\.cell) == [.gru])
    #expect(part.plan.subjects.given[0].selection == names[1])
  }

  /// A model as Keras saves it: LSTM, GRU and SimpleRNN, one on another.
  @Test func aModelOfKeras() throws {
    let model = Repository.path("Tests/NetworkFilesTests/Fixtures/keras/stack.keras")
    let results = try results(["compare", model] + Self.small, output: "k.h5")
    #expect(results.plan.subjects.given[0].name == "stack.keras")
    #expect(results.plan.subjects.given[0].outline.layers.map(\.cell) == [.lstm, .gru, .rnn])
    #expect(results.records.count == 27 && results.failed.isEmpty)
  }

  @Test func recordedInputs() throws {
    let rows = (0..<500).map { "\(($0 * 37 % 101) - 50),\(($0 * 53 % 89) - 44)" }
    try folder.write(rows.joined(separator: "\n") + "\n", to: "x.csv")
    let arguments = ["compare", "a.safetensors"] + Self.small
    let recorded = try results(arguments + ["--inputs", "x.csv", "--repeat-inputs"], output: "r.h5")
    #expect(recorded.isComplete && recorded.failed.isEmpty)
    #expect(try !results(arguments, output: "n.h5").isIdentical(to: recorded))
    try TrainedNetworks.write("wide.safetensors", hiddenSize: 2, inputSize: 3, in: folder)
    let wide = try run(["compare", "wide.safetensors", "--inputs", "x.csv", "--repeat-inputs"])
    #expect(wide.status == 65)
    #expect(wide.errors.hasPrefix("Error: --inputs holds 2 columns (1 to 2); the network reads 3."))
  }

  /// Sequences of a file are read apart, or as one; data that are too short are no longer than they are, unless that is
  /// asked for and said.
  @Test func sequencesAndShortData() throws {
    try folder.write((0..<150).map { "\($0 % 7 - 3),text,\($0 % 11 - 5)\n" }.joined(), to: "short.csv")
    let command = ["compare", "a.safetensors"] + Self.small
    let short = try run(command + ["--inputs", "short.csv", "--columns", "1,3"])
    #expect(short.status == 65)
    #expect(short.errors.hasPrefix("Error: --inputs holds 150 steps, of which a run would read"))
    let repeated = try run(
      command + ["--inputs", "short.csv", "--columns", "1,3", "--repeat-inputs", "--output", "short.h5"])
    #expect(repeated.status == 0, "\(repeated.errors)")
    let document = try Document(reading: folder.path("short.h5"))
      .labelled(provenance: Provenance(commandLine: "", date: .now, program: ""))
    let attributes = Dictionary(document.attributes.map { ($0.name, "\($0.values)") }) { first, _ in first }
    #expect(attributes["input_columns"]?.contains("1,3") == true)
    #expect(attributes["inputs_repeated"] != nil)
    let again = try run([
      "compare", "a.safetensors", "--pairs", "2", "--twins", "4", "--total-steps", "140", "--unique-steps",
      "20",
      "--inputs", "short.csv", "--columns", "1,3", "--output", "short.h5", "--force",
    ])
    #expect(again.status == 0, "\(again.errors)")
  }

  /// A training's checkpoints are an axis of their own, in the order of their steps, however they are named.
  @Test func checkpoints() throws {
    for step in [200, 30, 1_000] {
      try TrainedNetworks.write("step-\(step).safetensors", hiddenSize: 3, seed: UInt64(step), in: folder)
    }
    let results = try results(["compare", "--checkpoints", "step-*"] + Self.small, output: "c.h5")
    #expect(results.plan.axes.first?.name == "checkpoint")
    #expect(results.plan.axes.first?.values == .wholes([30, 200, 1_000]))
    #expect(
      results.plan.subjects.given.map(\.name)
        == ["step-30", "step-200", "step-1000"].map { $0 + ".safetensors" })
    let shown = try run(["show", "c.h5"])
    #expect(shown.output.contains("3 checkpoints: input size 2, LSTM 3"))
    #expect(shown.output.contains("1,000, shuffled"))
    let files = ["step-30.safetensors", "step-200.safetensors", "step-1000.safetensors"]
    let alone = try self.results(
      ["divergence", "--pairs", "3", "--network"] + files + Self.steps + ["--thresholds", "1e-3"],
      output: "d.h5")
    for run in alone.plan.runs {
      let value = try #require(alone.records[run]?.value)
      #expect(results.records[run]?.value?.thresholds == value.thresholds)
    }
    let both = try run(["compare", "a.safetensors", "--checkpoints", "step-30.safetensors"])
    #expect(
      both.status == 64
        && both.errors.contains("--checkpoints is only for networks that are not given otherwise"))
    try TrainedNetworks.write("other-step-30.safetensors", hiddenSize: 3, seed: 9, in: folder)
    let twice = try run(["compare", "--checkpoints", "step-30.safetensors", "other-step-30.safetensors"])
    #expect(twice.status == 64 && twice.errors.contains("are both of step 30"))
  }

  @Test func float64WeightsAreRoundedWithANote() throws {
    try TrainedNetworks.write("d.safetensors", hiddenSize: 2, as: Double.self, in: folder)
    let command = ["divergence", "--network", "d.safetensors", "--pairs", "1", "--quiet"] + Self.steps
    let note = """
      Note: d.safetensors holds float64 weights, here rounded to float32; --precision float64 keeps them.

      """
    #expect(try run(command + ["--output", "32.h5"]).errors == note)
    #expect(try run(command + ["--output", "64.h5", "--precision", "float64"]).errors.isEmpty)
  }

  // MARK: The same bits

  @Test func neitherJobsNorShardsMatter() throws {
    let command = ["compare", "a.safetensors", "b.safetensors", "--curves"] + Self.small
    let one = try results(command + ["--jobs", "1"], output: "1.h5")
    let three = try results(command + ["--jobs", "3"], output: "3.h5")
    #expect(one.isIdentical(to: three))
    for index in 1...2 {
      let part = try results(command + ["--shard", "\(index)/2"], output: "part-\(index).h5")
      #expect(!part.records.isEmpty && part.records.count < one.records.count)
    }
    let merge = try run(["merge", "part-1.h5", "part-2.h5", "-o", "merged.h5"])
    #expect(merge.status == 0, "\(merge.errors)")
    #expect(merge.errors.isEmpty)
    #expect(try SmallSweep.read(folder.path("merged.h5")).isIdentical(to: one))
    let half = try run(["merge", "part-1.h5", "-o", "half.h5", "--partial"])
    #expect(half.errors.hasPrefix("Warning: "))
    #expect(half.errors.contains("\n  b.safetensors, "))
  }

  /// Interrupted once and killed at many moments, the sweep ends in the same bits.
  @Test func interruptionsDoNotMatter() throws {
    try TrainedNetworks.write("large.safetensors", hiddenSize: 40, in: folder)
    let command = [
      "compare", "large.safetensors", "a.safetensors", "--pairs", "3", "--twins", "5", "--against",
      "glorot,shuffled", "--total-steps", "30000", "--unique-steps", "500", "--quiet",
    ]
    let start = ContinuousClock.now
    let whole = try results(command, output: "whole.h5")
    let duration = (ContinuousClock.now - start) / .seconds(1)

    let interrupted = try RunningTool(command + ["--output", "out.h5"], in: folder)
    while interrupted.isRunning,
      (try? Document(reading: folder.path("out.h5")).results(of: Divergence.self))?.records.isEmpty != false
    {
      Thread.sleep(forTimeInterval: 0.002)
    }
    interrupted.send(SIGINT)
    let outcome = try interrupted.outcome()
    #expect(outcome.status == 130)
    #expect(outcome.errors.contains("Finished runs are kept in out.h5.journal"))
    #expect(try run(["show", "out.h5"]).output.contains("Not in these results (yet): "))

    for moment in 1...6 {
      let running = try RunningTool(command + ["--output", "out.h5"], in: folder)
      Thread.sleep(forTimeInterval: duration * 0.07 * Double(moment))
      running.send(SIGKILL)
      _ = try running.outcome()
    }
    let resumed = try results(command, output: "out.h5")
    #expect(resumed.isIdentical(to: whole))
    #expect(!folder.exists("out.h5.journal"))
  }

  @Test func theSameCommandMeasuresNothingAgain() throws {
    let command = ["compare", "a.safetensors"] + Self.small + ["--output", "out.h5"]
    #expect(try run(command).status == 0)
    let before = try Data(contentsOf: folder.file("out.h5"))
    #expect(try run(command).status == 0)
    #expect(try Data(contentsOf: folder.file("out.h5")) == before)

    let other = try run(command + ["--seed", "1"])
    #expect(other.status == 73)
    #expect(other.errors.contains("out.h5: holds results of other settings (--seed differs)."))
    // Other weights under the same name.
    try folder.remove("a.safetensors")
    try TrainedNetworks.write("a.safetensors", hiddenSize: 4, seed: 9, in: folder)
    let changed = try run(command)
    #expect(changed.status == 73)
    #expect(changed.errors.contains("(a network's name or weights, or their order, differs)"))
    #expect(try Data(contentsOf: folder.file("out.h5")) == before)
    let capacity = try run(["capacity", "--output", "out.h5"])
    #expect(capacity.status == 73)
    #expect(capacity.errors.contains("out.h5: holds results of another command"))
  }

  @Test func failedRunsAreRecorded() throws {
    try TrainedNetworks.write("huge.safetensors", hiddenSize: 2, gain: 1e39, as: Double.self, in: folder)
    let outcome = try run(["compare", "huge.safetensors", "--quiet", "--output", "h.h5"] + Self.small)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let results = try SmallSweep.read(folder.path("h.h5"))
    #expect(results.isComplete && !results.failed.isEmpty)
    #expect(outcome.output.contains("\nFailed, and left out of every mean: "))
    let stopped = try run(
      ["compare", "huge.safetensors", "--quiet", "--output", "s.h5", "--fail-fast"] + Self.small)
    #expect(stopped.status == 1)
    #expect(stopped.errors.contains("Error: a run failed and --fail-fast was given: huge.safetensors, "))
  }

  // MARK: Groups

  /// Named one by one or by their folder, networks of a group are compared as one sample, beside a network by itself.
  @Test func groupsAreCompared() throws {
    for seed in 3...5 {
      try TrainedNetworks.write("g\(seed).safetensors", hiddenSize: 4, seed: UInt64(seed), in: folder)
    }
    try FileManager.default.createDirectory(at: folder.file("seeds"), withIntermediateDirectories: true)
    for seed in 3...5 {
      try FileManager.default.copyItem(
        at: folder.file("g\(seed).safetensors"), to: folder.file("seeds/g\(seed).safetensors"))
    }
    try folder.write("{}", to: "seeds/g3.json")
    let listed = try run(
      ["compare", "b.safetensors", "--group", "g=g3.safetensors,g4.safetensors,g5.safetensors", "--quiet"]
        + Self.small + ["-o", "l.h5"])
    #expect(listed.status == 0, "\(listed.errors)")
    #expect(listed.output.contains("\ng: 3 networks against random networks of their shape\n"))
    #expect(listed.output.contains("\nb.safetensors against random networks of its shape\n"))
    #expect(!listed.output.contains("g3.safetensors against"))
    #expect(listed.output.contains("for all 4 comparisons"))
    let one = try SmallSweep.read(folder.path("l.h5"))
    #expect(one.plan.subjects.samples.map(\.networks.count) == [1, 3])
    let two = try results(["compare", "b.safetensors", "--group", "g=seeds"] + Self.small, output: "f.h5")
    #expect(two.isIdentical(to: one))
    try folder.write(
      "network: b.safetensors\ngroup: [g=seeds]\npairs: 3\ntwins: 4\ntotal-steps: 2000\nunique-steps: 200\n",
      to: "g.yaml")
    #expect(try results(["compare", "--experiment", "g.yaml"], output: "e.h5").isIdentical(to: one))
    for index in 1...2 {
      _ = try results(
        ["compare", "b.safetensors", "--group", "g=seeds", "--shard", "\(index)/2"] + Self.small,
        output: "p\(index).h5")
    }
    _ = try run(["merge", "p1.h5", "p2.h5", "-o", "m.h5"])
    #expect(try run(["show", "m.h5"]).output == run(["show", "f.h5"]).output)
  }

  @Test(arguments: [
    ("g=a.safetensors", 64, "--group g holds one network; a sample has at least two."),
    (
      "g=a.safetensors,b.safetensors", 64,
      "--group g holds a.safetensors and b.safetensors, whose layers differ;"
    ),
    (
      "g=a.safetensors,a.safetensors", 64,
      "--group g holds a.safetensors and a.safetensors (2), which have the same"
    ),
    ("a.safetensors", 64, "--group is a.safetensors; allowed are a name, =, and the paths of network files"),
    ("g=none.keras,a.safetensors", 66, "none.keras: "),
    ("g=empty", 66, "--group g: the folder empty holds no network file"),
  ])
  func groupsThatAreNone(text: String, status: Int, sentence: String) throws {
    try FileManager.default.createDirectory(at: folder.file("empty"), withIntermediateDirectories: true)
    let outcome = try run(["compare", "--group", text])
    #expect(outcome.status == status)
    #expect(outcome.errors.hasPrefix("Error: \(sentence)"), "\(outcome.errors)")
    #expect(!folder.exists("results"))
  }

  @Test func groupsAreOfComparisons() throws {
    let outcome = try run(["divergence", "--group", "g=a.safetensors,b.safetensors"])
    #expect(outcome.status == 64)
    #expect(
      outcome.errors == "Error: --group is only for comparisons with twins (--against); leave it out here.\n")
  }

  /// As many as a finding takes after correction for the comparisons that there are.
  @Test func moreComparisonsTakeMoreTwins() throws {
    let two = try run(["compare", "a.safetensors", "--dry-run"])
    #expect(two.output.contains("network 1 x source 3 x twin 199 x run 10"))
    let eight = try run([
      "compare", "a.safetensors", "b.safetensors", "--thresholds", "1e-2,1e-4", "--dry-run",
    ])
    #expect(eight.output.contains("network 2 x source 3 x twin 639 x run 10"))
  }

  // MARK: What does not go together

  @Test(arguments: [
    ("--cells lstm", "drawn or constructed"), ("--hidden-sizes 4", "drawn or constructed"),
    ("--input-sizes 2", "drawn or constructed"), ("--layers 1", "drawn or constructed"),
    ("--repeats 3", "drawn"), ("--initializer keras", "drawn"), ("--gain 2", "drawn"),
    ("--forget-bias 0", "drawn"), ("--leak-rate 0.5", "drawn"),
  ])
  func gridOptionsAreRefused(option: String, networks: String) throws {
    let words = option.split(separator: " ").map(String.init)
    let outcome = try run(["divergence", "--network", "a.safetensors"] + words)
    #expect(outcome.status == 64)
    let error = "Error: \(words[0]) is only for networks that are \(networks); leave it out here.\n"
    #expect(outcome.errors == error)
    #expect(!folder.exists("results"))
  }

  @Test(arguments: ["--pairs 3", "--inputs x.npy", "--against keras", "--twins 2"])
  func optionsOfTrainedNetworksNeedOne(option: String) throws {
    let words = option.split(separator: " ").map(String.init)
    let outcome = try run(["divergence"] + words)
    #expect(outcome.status == 64)
    let error = "Error: \(words[0]) is only for networks from files or constructed ones; leave it out here.\n"
    #expect(outcome.errors == error)
  }

  @Test(arguments: [
    ("--pairs 0", "--pairs is 0; allowed are whole numbers from 1 to 10,000,000."),
    ("--twins -2", "--twins is -2; allowed are whole numbers from 1 to 10,000,000."),
    (
      "--against keras,keras", "--against is keras,keras; allowed are glorot, glorot-normal, keras, pytorch, "
    ),
    ("--unique-steps 100000", "--unique-steps is 100,000; allowed are at least 1 and fewer than"),
  ])
  func valuesOutOfRange(option: String, sentence: String) throws {
    let words = option.split(separator: " ").map(String.init)
    let outcome = try run(["compare", "a.safetensors"] + words)
    #expect(outcome.status == 64)
    #expect(outcome.errors.hasPrefix("Error: \(sentence)"), "\(outcome.errors)")
    #expect(!folder.exists("results"))
  }

  @Test func unknownKinds() throws {
    let outcome = try run(["compare", "a.safetensors", "--against", "glorot,he"])
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.contains("'he' is unknown. Allowed: glorot, glorot-normal, keras, pytorch, shuffled."))
  }

  @Test func missingAndUnusableFiles() throws {
    #expect(try run(["compare", "none.keras"]).status == 66)
    try folder.write("notes", to: "notes.txt")
    #expect(try run(["divergence", "--network", "notes.txt"]).status == 65)
    let none = try run(["compare"])
    #expect(none.status == 64)
    #expect(none.errors == "Error: no network to measure; give at least one file.\n")
  }

  @Test func settingsFromAnExperimentFile() throws {
    try folder.write(
      "pairs: 2\nagainst: [pytorch]\ntwins: 3\ntotal-steps: 1000\nunique-steps: 100\nseed: 5\n", to: "e.yaml")
    let command = ["compare", "a.safetensors", "--experiment", "e.yaml", "--twins", "2"]
    let found = try results(command, output: "e.h5")
    #expect(
      found.plan.repeats == 2 && found.plan.subjects.twins == 2 && found.plan.subjects.twinKinds == [.pytorch]
    )
    #expect(found.plan.seed == 5 && found.plan.settings.totalSteps == 1_000)
    // Networks, too, may stand there.
    try folder.write("network: a.safetensors\npairs: 2\ntotal-steps: 1000\nunique-steps: 100\n", to: "n.yaml")
    let alone = try results(["divergence", "--experiment", "n.yaml"], output: "n.h5")
    #expect(alone.plan.subjects.given.map(\.path) == ["a.safetensors"] && alone.plan.repeats == 2)
    let compared = try results(["compare", "--experiment", "n.yaml", "--twins", "1"], output: "m.h5")
    #expect(compared.plan.subjects.given == alone.plan.subjects.given && compared.plan.subjects.twins == 1)
    try folder.write("repeats: 3\n", to: "grid.yaml")
    let grid = try run(["compare", "a.safetensors", "--experiment", "grid.yaml"])
    #expect(grid.status == 64)
    #expect(
      grid.errors.hasPrefix("Error: grid.yaml, line 1: key 'repeats' is only for networks that are drawn;"))
    let twins = try run(["divergence", "--experiment", "e.yaml"])
    #expect(twins.status == 64)
    #expect(
      twins.errors.hasPrefix(
        "Error: e.yaml, line 1: key 'pairs' is only for networks from files or constructed ones;"))
  }

  /// Twins may stand beside networks of a divergence sweep, too, and beside constructed ones.
  @Test func divergenceWithTwins() throws {
    let options = ["--against", "keras", "--twins", "2", "--pairs", "2", "--thresholds", "1e-3"] + Self.steps
    let compared = try results(["compare", "a.safetensors"] + options, output: "c.h5")
    let diverged = try results(["divergence", "--network", "a.safetensors"] + options, output: "d.h5")
    #expect(compared.plan == diverged.plan && compared.isIdentical(to: diverged))
    let latch = try results(
      ["divergence", "--construct", "latch", "--cells", "gru", "--hidden-sizes", "8"] + options,
      output: "l.h5")
    #expect(latch.plan.subjects.given.map(\.name) == ["latch gru"])
    #expect(latch.isComplete && latch.records.count == 6)
  }

  @Test func theRunsAsAPicture() throws {
    _ = try results(["compare", "a.safetensors"] + Self.small, output: "c.h5")
    let outcome = try run(["plot", "c.h5"])
    #expect(outcome.status == 0)
    #expect(outcome.output == "Picture: c.svg\n")
    let picture = try String(contentsOf: folder.file("c.svg"), encoding: .utf8)
    #expect(picture.contains("<title>a.safetensors, trained, within 0.001 for good: "))
  }

  /// In short runs the fall itself was taken for what is left at the end, and networks that had long agreed for chaotic.
  @Test func shortRunsAreNotChaos() throws {
    let folder = try TemporaryFolder()
    let drawn = try Tool.run(
      [
        "divergence", "--cells", "lstm,gru", "--hidden-sizes", "64", "--input-sizes", "4", "--repeats", "2",
        "--total-steps", "2000", "--quiet", "-o", "d.h5",
      ], in: folder)
    #expect(drawn.output.contains("4 ended at the rounding floor") && drawn.output.contains("0 diverged"))
    let network = Repository.path("results/networks/adding-keras-lstm32.keras")
    let compared = try Tool.run(
      [
        "compare", network, "--against", "glorot", "--twins", "79", "--pairs", "4", "--total-steps", "1500",
        "--quiet", "-o", "c.h5",
      ], in: folder)
    #expect(compared.output.contains("this network remembers longer"), "\(compared.output)")
  }

  /// Findings were told of a part of the runs, corrected for the comparisons of that part only.
  @Test func nothingIsFoundBeforeAllRunsAreThere() throws {
    let folder = try TemporaryFolder()
    let networks = ["adding-keras-lstm32.keras", "adding-keras-gru32.keras"].map {
      Repository.path("results/networks/\($0)")
    }
    let options = [
      "--against", "glorot", "--twins", "79", "--pairs", "2", "--total-steps", "1500", "--quiet",
    ]
    let part = try Tool.run(["compare"] + networks + options + ["--shard", "1/2", "-o", "1.h5"], in: folder)
    #expect(part.output.contains("all 2 comparisons"))
    #expect(!part.output.contains("remembers longer"), "\(part.output)")
    _ = try Tool.run(["compare"] + networks + options + ["--shard", "2/2", "-o", "2.h5"], in: folder)
    let whole = try Tool.run(["merge", "1.h5", "2.h5", "-o", "all.h5"], in: folder)
    #expect(whole.output.contains("this network remembers longer"), "\(whole.output)")
  }
}
