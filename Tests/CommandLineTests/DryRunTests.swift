import Experiments
import Foundation
import TestSupport
import Testing

/// `--dry-run`: what a sweep would do, and nothing done.
@Suite struct DryRunTests {
  private func lines(_ outcome: Tool.Outcome) -> [String: String] {
    let pairs = outcome.output.split(separator: "\n").compactMap { line -> (String, String)? in
      guard let end = line.firstIndex(of: " ") else { return nil }
      return (String(line[..<end]), line[end...].trimmingCharacters(in: .whitespaces))
    }
    return Dictionary(pairs) { first, _ in first }
  }

  @Test(arguments: [
    ("divergence --repeats 2", "cell 2 x layers 1 x hidden_size 8 x input_size 8 x repeat 2", "256"),
    ("memorize", "cell 1 x layers 5 x hidden_size 20 x position 20 x repeat 5", "10,000"),
    ("capacity --cells esn,lstm", "cell 2 x layers 1 x hidden_size 1 x repeat 10", "20"),
    ("recall --steps 100", "network 2 x magnitude 3", "6"),
    ("divergence --construct latch --pairs 3", "network 2 x source 1 x run 3", "6"),
    ("capacity --construct memoryless --cells gru", "network 1 x repeat 10", "10"),
  ])
  func everySweepTellsAndWritesNothing(words: String, axes: String, runs: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(words.split(separator: " ").map(String.init) + ["--dry-run"], in: folder)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let lines = lines(outcome)
    #expect(lines["Axes"] == axes)
    #expect(lines["Runs"] == runs)
    #expect(lines["Finished"] == "0; \(runs) to run")
    #expect(lines["Work"]?.hasSuffix(" multiply-adds") == true)
    #expect(lines["Memory"]?.hasSuffix(" available") == true)
    #expect(lines["Time"]?.hasPrefix("about ") == true, "\(outcome.output)")
    #expect(lines["Output"]?.hasPrefix("results/") == true)
    #expect(outcome.output.hasSuffix("\nThis was a dry run: nothing is measured or written.\n"))
    #expect(folder.names.allSatisfy { $0.hasPrefix("stream-") })
  }

  @Test func aComparison() throws {
    let folder = try TemporaryFolder()
    try TrainedNetworks.write("a.safetensors", hiddenSize: 3, in: folder)
    let outcome = try Tool.run(
      ["compare", "a.safetensors", "--total-steps", "2000", "--unique-steps", "200", "--dry-run"], in: folder)
    #expect(lines(outcome)["Axes"] == "network 1 x source 3 x twin 199 x run 10")
    #expect(lines(outcome)["Runs"] == "3,990")
    #expect(!folder.exists("results"))
  }

  /// What a results file or a journal holds already is told, and both stay as they are.
  @Test func whatIsFinished() throws {
    let folder = try TemporaryFolder()
    let words = SmallSweep.longOptions.joined(separator: " ")
    // In blocks of 512 bytes: too little for the results file, so that the journal stays.
    let stopped = try Tool.shell("ulimit -f 8; exec \"$tool\" \(words) -o out.h5 --quiet", in: folder)
    try #require(stopped.status == 73, "\(stopped.errors)")
    let journal = try folder.contents("out.h5.journal")
    let kept = try SmallSweep.read(folder.path("out.h5.journal")).records.count
    let dry = ["-o", "out.h5", "--dry-run"]
    let halfway = try Tool.run(SmallSweep.longOptions + dry, in: folder)
    #expect(lines(halfway)["Finished"] == "\(kept), in out.h5.journal; \(96 - kept) to run", "\(halfway)")
    #expect(try folder.contents("out.h5.journal") == journal)
    let other = try Tool.run(SmallSweep.longOptions + dry + ["--repeats", "9"], in: folder)
    #expect(other.status == 73)
    #expect(other.errors.contains("holds unfinished results of other settings (--repeats differs)"))

    _ = try Tool.run(SmallSweep.longOptions + ["-o", "out.h5", "--quiet"], in: folder)
    let whole = try folder.contents("out.h5")
    let done = try Tool.run(SmallSweep.longOptions + dry, in: folder)
    #expect(lines(done)["Finished"] == "96, in out.h5; 0 to run")
    #expect(lines(done)["Time"] == "none")
    #expect(try folder.contents("out.h5") == whole && !folder.exists("out.h5.journal"))
  }

  @Test func aPartAndTooMuchMemory() throws {
    let folder = try TemporaryFolder()
    let part = try Tool.run(SmallSweep.options + ["--shard", "2/4", "--dry-run"], in: folder)
    #expect(lines(part)["Runs"] == "4, those of part 2/4")
    let huge = try Tool.run(
      ["divergence", "--cells", "rnn", "--hidden-sizes", "1000000", "--input-sizes", "1", "--dry-run"],
      in: folder)
    #expect(huge.status == 0, "\(huge.errors)")
    #expect(lines(huge)["Memory"]?.hasSuffix(" available: the sweep would be refused") == true)
    let wrong = try Tool.run(["divergence", "--total-steps", "1", "--dry-run"], in: folder)
    #expect(wrong.status == 64 && wrong.output.isEmpty)
  }
}
