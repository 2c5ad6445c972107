import Experiments
import Foundation
import MemoryMeasures
import NetworkFiles
import RecurrentNetworks
import TestSupport
import Testing

@Suite struct MemorizeTests {
  /// 36 trainings that take a moment.
  private static let options = [
    "memorize", "--cells", "rnn,lstm,gru", "--layers", "1-2", "--hidden-sizes", "3", "--positions", "1,2,12",
    "--repeats", "2", "--epochs", "300", "--batch-size", "8", "--length", "4-6", "--curves",
    "--evaluation-sequences", "200",
  ]

  private func results(_ options: [String], _ output: String, in folder: TemporaryFolder) throws
    -> Results<Memorization>
  {
    try SmallSweep.results(of: options, output: output, in: folder, as: Memorization.self)
  }

  @Test func jobsShardsPathsAndExperimentFilesGiveTheSameBits() throws {
    let folder = try TemporaryFolder()
    let whole = try results(Self.options + ["--jobs", "1"], "one.h5", in: folder)
    #expect(whole.isComplete && whole.records.count == 36)
    #expect(try results(Self.options + ["--jobs", "2"], "two.h5", in: folder).isIdentical(to: whole))

    for index in 1...2 {
      _ = try results(Self.options + ["--shard", "\(index)/2"], "part\(index).h5", in: folder)
    }
    let merge = try Tool.run(["merge", "part1.h5", "part2.h5", "-o", "merged.h5"], in: folder)
    #expect(merge.status == 0, "\(merge.errors)")
    #expect(try SmallSweep.read(folder.path("merged.h5"), as: Memorization.self).isIdentical(to: whole))

    try folder.write(
      """
      cells: [rnn, lstm, gru]
      layers: 1-2
      hidden-sizes: 3
      positions: [1-2, 12]
      repeats: 2
      epochs: 300
      batch-size: 8
      length: 4-6
      curves: true
      evaluation-sequences: 200
      """, to: "m.yaml")
    let read = try results(["memorize", "--experiment", "m.yaml"], "file.h5", in: folder)
    #expect(read.isIdentical(to: whole))
    #expect(read.plan == whole.plan)

    let line = "MEMPROBE_SIMD=portable \"$tool\" \(Self.options.joined(separator: " ")) -o portable.h5"
    let portable = try Tool.shell(line, in: folder)
    #expect(portable.status == 0, "\(portable.errors)")
    #expect(try SmallSweep.read(folder.path("portable.h5"), as: Memorization.self).isIdentical(to: whole))
  }

  @Test func whatKilledSweepsLeaveIsTakenUp() throws {
    let folder = try TemporaryFolder()
    let whole = try results(Self.options, "whole.h5", in: folder)
    let command = Self.options + ["--output", "out.h5", "--quiet"]
    var kills = 0
    for moment in [0.05, 0.1, 0.15, 0.2, 0.3, 0.4] {
      let running = try RunningTool(command, in: folder)
      Thread.sleep(forTimeInterval: moment)
      running.send(SIGKILL)
      if try running.outcome().status == -SIGKILL { kills += 1 }
    }
    #expect(kills > 0)
    #expect(try results(Self.options, "out.h5", in: folder).isIdentical(to: whole))
    #expect(!folder.exists("out.h5.journal"))
  }

  @Test func showPrintsWhatMemorizePrinted() throws {
    let folder = try TemporaryFolder()
    let run = try Tool.run(Self.options + ["--output", "m.h5"], in: folder)
    let show = try Tool.run(["show", "m.h5"], in: folder)
    #expect(show.status == 0)
    #expect(run.output == show.output + "\nResults file: m.h5\n")
    #expect(show.output.hasPrefix("RNN, 1 layer: loss\n"))
    #expect(show.output.hasSuffix("12 without a target, as no sequence is that long\n"))
  }

  /// The last input is the easiest to return: a plain RNN learns it, and nobody learns without steps.
  @Test func theLastInputIsLearned() throws {
    let folder = try TemporaryFolder()
    let common = [
      "memorize", "--layers", "1", "--hidden-sizes", "5", "--positions", "1", "--repeats", "3", "--epochs",
    ]
    let trained = try results(common + ["2000"], "trained.h5", in: folder)
    let shape = NetworkShape(cell: .rnn, inputSize: 1, hiddenSize: 5)
    func learned(_ results: Results<Memorization>) -> Double {
      let learnedBelow = results.plan.settings.learnedBelow
      return MemorizationStatistics(results.measured(.drawn(shape), at: [0])) { $0 < learnedBelow }
        .learnedFraction
    }
    #expect(learned(trained) == 1)
    let untrained = try results(common + ["1"], "untrained.h5", in: folder)
    #expect(learned(untrained) == 0)
  }

  @Test func divergentTrainingIsRecordedAndStopsNothing() throws {
    let folder = try TemporaryFolder()
    let found = try results(
      [
        "memorize", "--layers", "1", "--hidden-sizes", "3", "--positions", "1", "--repeats", "2", "--epochs",
        "50", "--learning-rate", "3.4e38",
      ], "m.h5", in: folder)
    #expect(found.isComplete)
    for record in found.records.values {
      guard case .measured(let value) = record else {
        Issue.record("failed: \(record)")
        continue
      }
      #expect(value.outcome == .diverged)
      #expect(value.loss.isNaN)
    }
    let show = try Tool.run(["show", "m.h5"], in: folder)
    #expect(show.output.contains("2 diverged"))
  }

  @Test func trainedNetworksAreKept() throws {
    let folder = try TemporaryFolder()
    let options = [
      "memorize", "--layers", "2", "--hidden-sizes", "3", "--positions", "1,2", "--repeats", "1", "--epochs",
      "20", "--save-networks", "nets/trained",
    ]
    _ = try results(options, "m.h5", in: folder)
    for position in 1...2 {
      let path = folder.path("nets/trained/rnn-2x3-p\(position)-0.safetensors")
      let network = try NetworkFile(path: path).network()
      #expect(network.inputSize == 1)
      #expect(network.layers.map(\.cell) == [.rnn, .rnn])
      let before = folder.path("nets/trained/rnn-2x3-p\(position)-0-untrained.safetensors")
      #expect(try NetworkFile(path: before).network() != network)
    }
    // Nothing is overwritten without --force, and what is finished by then is kept.
    let again = try Tool.run(options + ["--seed", "5", "--output", "other.h5"], in: folder)
    #expect(again.status == 73)
    #expect(again.errors.contains("nets/trained/rnn-2x3-p"), "\(again.errors)")
    #expect(!folder.exists("other.h5"))
  }

  @Test(arguments: [
    ("--positions 0", "--positions is 0; allowed are whole numbers from 1 to 2,147,483,647, each once."),
    ("--batch-size 0", "--batch-size is 0; allowed are whole numbers from 1 to 1,000,000."),
    ("--epochs 0", "--epochs is 0; allowed are whole numbers from 1 to 1,000,000,000."),
    (
      "--learning-rate nan",
      "--learning-rate is nan; allowed are finite numbers greater than 0, such as 0.05."
    ),
    (
      "--length 15-10",
      "--length is 15-10; allowed are lengths from 1 to 100,000, the shorter one first, as in 10-15."
    ),
    ("--truncate 0", "--truncate is 0; allowed are whole numbers from 1 to 2,147,483,647."),
    (
      "--learned-below 0", "--learned-below is 0; allowed are finite losses greater than 0, such as 0.1."
    ),
  ]) func nonsenseIsRefusedByName(option: String, sentence: String) throws {
    let folder = try TemporaryFolder()
    let words = option.split(separator: " ").map(String.init)
    let outcome = try Tool.run(["memorize", "--output", "out/m.h5"] + words, in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.errors == "Error: \(sentence)\n")
    #expect(!folder.exists("out"))
  }
}
