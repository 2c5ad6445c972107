import Foundation
import HDF5
import HDF5Reading
import TestSupport
import Testing

/// `memprobe recall` as a process.
@Suite struct RecallTests {
  private func recall(_ more: String..., in folder: TemporaryFolder) throws -> Tool.Outcome {
    try Tool.run(["recall", "--steps", "200", "--sequences", "4", "--quiet"] + more, in: folder)
  }

  @Test func withoutOptionsItRunsTheLatch() throws {
    let folder = try TemporaryFolder()
    let outcome = try recall(in: folder)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.contains("latch lstm: first-input recall (32 units, 1 input, float32)\n"))
    #expect(outcome.output.contains("latch gru: first-input recall (32 units, 1 input, float32)\n"))
    #expect(outcome.output.components(separatedBy: ": it is.\n").count == 3)
    #expect(outcome.output.hasSuffix("\nResults file: results/recall.h5\n"))
    let root = StoredObject(file: folder.path("results/recall.h5"))
    #expect(try root.dataset("network").readStrings() == ["latch lstm", "latch gru"])
    #expect(try root.dataset("magnitude").read(as: Double.self) == [0.001, 1, 1_000])
    #expect(try root.dataset("largest_absolute_error").shape() == [2, 3, 8])
  }

  @Test func theSameSeedGivesTheSameNumbers() throws {
    let folder = try TemporaryFolder()
    let first = try recall("--cell", "rnn", "--seed", "5", "--jobs", "1", "-o", "a.h5", in: folder)
    let second = try recall("--cell", "rnn", "--seed", "5", "--jobs", "3", "-o", "b.h5", in: folder)
    let other = try recall("--cell", "rnn", "--seed", "6", "-o", "c.h5", in: folder)
    #expect([first, second, other].allSatisfy { $0.status == 0 })
    func inputs(_ name: String) throws -> [Double] {
      try StoredObject(file: folder.path(name)).dataset("first_input").read(as: Double.self)
    }
    #expect(try inputs("a.h5") == inputs("b.h5"))
    #expect(try inputs("a.h5") != inputs("c.h5"))
  }

  @Test func aTerminalShowsProgress() throws {
    let folder = try TemporaryFolder()
    let terminal = try PseudoTerminal(columns: 60)
    let running = try RunningTool(
      Tool.url, ["recall", "--steps", "100", "--sequences", "4"], in: folder, standardError: terminal.terminal
    )
    let text = try terminal.text(of: running)
    #expect(text.contains("100% · 6 of 6 runs"))
    let quiet = try PseudoTerminal(columns: 60)
    let silent = try RunningTool(
      Tool.url, ["recall", "--steps", "100", "--sequences", "4", "--force", "--quiet"], in: folder,
      standardError: quiet.terminal)
    #expect(try quiet.text(of: silent).isEmpty)
  }

  @Test func aFittedReadout() throws {
    let folder = try TemporaryFolder()
    let outcome = try recall(
      "--construct", "memoryless", "--cells", "lstm", "--hidden-size", "2", "--magnitudes", "1", in: folder)
    #expect(outcome.status == 0)
    #expect(
      outcome.output.contains("Readout: least squares, fitted for each step and magnitude to 256 other"))
  }

  @Test func existingFilesStay() throws {
    let folder = try TemporaryFolder()
    try folder.write("my diary", to: "out.h5")
    let outcome = try recall("-o", "out.h5", in: folder)
    #expect(outcome.status == 73 && outcome.output.isEmpty)
    #expect(
      outcome.errors
        == """
        Error: out.h5: exists, and is not an intact results file of this program. Choose another --output, or \
        overwrite it with --force.

        """)
    #expect(try Data(contentsOf: folder.file("out.h5")) == Data("my diary".utf8))
    #expect(try recall("-o", "out.h5", "--force", in: folder).status == 0)
  }

  @Test(arguments: [
    (["--steps", "0"], "--steps is 0; allowed are whole numbers from 1 to 1,000,000,000."),
    (["--sequences", "0"], "--sequences is 0; allowed are whole numbers from 1 to 100,000."),
    (
      ["--training-sequences", "100001"],
      "--training-sequences is 100,001; allowed are whole numbers from 1 to 100,000."
    ),
    (
      ["--magnitudes", "1,-2"], "--magnitudes is 1,-2; allowed are finite numbers greater than 0, each once."
    ),
    (
      ["--magnitudes", "1,1.0"], "--magnitudes is 1,1; allowed are finite numbers greater than 0, each once."
    ),
    (
      ["--cells", "gru,lstm,gru"],
      "--cells is gru,lstm,gru; allowed are rnn, lstm, gru, gru-reset-before, esn, each once."
    ),
    (["--jobs", "0"], "--jobs is 0; allowed are whole numbers from 1 to 1,024."),
    (
      ["--readout-scale", "2"],
      "--readout-scale is only for answers of one unit (--readout-unit); leave it out here."
    ),
    (
      ["--readout-unit", "2"],
      "--readout-unit is only for networks without an exact readout of their own; leave it out here."
    ),
    (
      ["--construct", "memoryless", "--training-sequences", "33"],
      """
      --training-sequences is 33; allowed are whole numbers from 34 to fit a readout to so many units, and for a good \
      one several times as many.
      """
    ),
  ])
  func wrongUsage(arguments: [String], sentence: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(["recall"] + arguments, in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors == "Error: \(sentence)\n")
    #expect(!folder.exists("results/recall.h5"))
  }

  /// A latch from a file with its readout is exact; with a fitted one, as good as float64 least squares are.
  @Test func aLatchFromAFile() throws {
    let folder = try TemporaryFolder()
    let file = "latch.weights.h5"
    let written = try Tool.run(["construct", "latch", "--hidden-size", "4", "-o", file], in: folder)
    #expect(written.status == 0, "\(written.errors)")
    let readout = ["--readout-unit", "0", "--readout-scale", "7.555786372591432e22"]
    for (more, bound) in [(readout, 0), ([], 1e-12)] {
      let outcome = try Tool.run(
        ["recall", "--network", file, "--steps", "200", "--sequences", "4", "-o", "out.h5", "--force"] + more,
        in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let root = StoredObject(file: folder.path("out.h5"))
      #expect(try root.dataset("network").readStrings() == [file])
      let errors = try root.dataset("absolute_error").read(as: Double.self)
      #expect(errors.count == 4 * 8 && errors.allSatisfy { $0 <= bound })
    }
  }

  @Test(arguments: [
    (
      ["--readout-unit", "4"],
      "--readout-unit is 4; allowed are the units of the last layer, 0 to 3."
    ),
    (
      ["--hidden-size", "8"],
      "--hidden-sizes is only for networks that are drawn or constructed; leave it out here."
    ),
    (
      ["--cell", "gru"],
      "--cells is only for networks that are drawn or constructed; leave it out here."
    ),
  ])
  func wrongUsageOfAFile(arguments: [String], sentence: String) throws {
    let folder = try TemporaryFolder()
    let file = "latch.weights.h5"
    _ = try Tool.run(["construct", "latch", "--hidden-size", "4", "-o", file], in: folder)
    let outcome = try Tool.run(["recall", "--network", file] + arguments, in: folder)
    #expect(outcome.status == 64 && outcome.output.isEmpty)
    #expect(outcome.errors == "Error: \(sentence)\n")
  }

  @Test func aNetworkFileThatIsNotThere() throws {
    let outcome = try recall("--network", "none.safetensors", in: TemporaryFolder())
    #expect(outcome.status == 66 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("none.safetensors"))
  }
}
