import Foundation
import TestSupport
import Testing

@testable import memprobe

@Suite struct ShowTests {
  @Test func showPrintsWhatTheSweepPrinted() throws {
    let folder = try TemporaryFolder()
    let sweep = try Tool.run(SmallSweep.options + ["--output", "out.h5", "--quiet"], in: folder)
    let show = try Tool.run(["show", "out.h5"], in: folder)
    #expect(show.status == 0)
    #expect(show.errors.isEmpty)
    #expect(sweep.output == show.output + "\nResults file: out.h5\n")
    let titles = show.output.split(separator: "\n").filter { $0.contains(": mean") }
    #expect(
      titles == [
        "LSTM: mean settled steps", "LSTM: mean steps to within 1e-6", "GRU: mean settled steps",
        "GRU: mean steps to within 1e-6",
      ])
  }

  /// What is left of finished results, and of a part, with the runs that it has of it.
  @Test func whatIsChosen() throws {
    let folder = try TemporaryFolder()
    let options = SmallSweep.options + ["--layers", "1,2"]
    _ = try SmallSweep.results(of: options, output: "out.h5", in: folder)
    _ = try SmallSweep.results(of: options + ["--shard", "1/3"], output: "part.h5", in: folder)
    func show(_ words: String...) throws -> String {
      let outcome = try Tool.run(["show"] + words, in: folder)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      return outcome.output
    }
    let chosen = try show(
      "out.h5", "--cells", "GRU", "--layers", "2", "--threshold", "0.001", "--statistic", "median")
    let titles = chosen.split(separator: "\n").filter { $0.hasPrefix("GRU") || $0.hasPrefix("LSTM") }
    #expect(
      titles == ["GRU, 2 layers: median settled steps", "GRU, 2 layers: median steps to within 0.001"])
    #expect(chosen.contains("\nOutcomes: of 8 measured runs, 8 merged, 0 "))
    #expect(try show("out.h5", "--cells", "lstm,gru", "--layers", "1-2") == show("out.h5"))

    let parts = try (["lstm", "gru"].map { try show("part.h5", "--cells", $0) })
    let counts = parts.map { $0.firstMatch(of: /of (\d+) measured runs/).flatMap { Int($0.1) } ?? 0 }
    let all = try show("part.h5").firstMatch(of: /of (\d+) measured runs/).flatMap { Int($0.1) }
    #expect(counts.reduce(0, +) == all && !counts.contains(0))
    #expect(parts.allSatisfy { $0.contains("These are the runs of part 1/3 only") })
    #expect(!parts.contains { $0.contains("Not in these results") })
  }

  @Test(arguments: [
    (["--cells", "rnn"], "--cells: out.h5 has lstm, gru."), (["--layers", "1,3"], "--layers: out.h5 has 1."),
    (["--threshold", "0.5"], "--threshold: out.h5 has 0.1, 0.01, 0.001, 0.0001, 1e-5, 1e-6."),
    (["--survival", "--threshold", "1e-9"], "--threshold: out.h5 has 0.1, 0.01, 0.001, 0.0001, 1e-5, 1e-6."),
  ])
  func whatIsNotThere(options: [String], sentence: String) throws {
    let folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: SmallSweep.options, output: "out.h5", in: folder)
    let outcome = try Tool.run(["show", "out.h5"] + options, in: folder)
    #expect(outcome.status == 64 && outcome.output.isEmpty)
    #expect(outcome.errors == "Error: \(sentence)\n")
  }

  /// Committed results of other measures have no thresholds, and of given networks there are no cells to choose from.
  @Test(arguments: [
    ("capacity.h5", ["--threshold", "0.1"], "--threshold: there is nothing of the kind to choose from in "),
    ("capacity.h5", ["--statistic", "mean"], "--statistic: there is nothing of the kind to choose from in "),
    ("compare.h5", ["--cells", "lstm"], "--cells: there is nothing of the kind to choose from in "),
    ("compare.h5", ["--statistic", "mean"], "/compare.h5 has median."),
  ])
  func whatOtherResultsHaveNot(file: String, options: [String], sentence: String) throws {
    let outcome = try Tool.run(
      ["show", Repository.path("results/\(file)")] + options, in: TemporaryFolder())
    #expect(outcome.status == 64 && outcome.errors.contains(sentence), "\(outcome.errors)")
  }

  /// A reader that stops early is no error, whether it stops at once or after a line.
  @Test(arguments: ["true", "head -n 1"])
  func aClosedPipe(reader: String) throws {
    let folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: SmallSweep.options, output: "out.h5", in: folder)
    let outcome = try Tool.shell(
      "{ sleep 0.1; \"$tool\" show out.h5; echo \"status $?\" >&2; } | \(reader)", in: folder)
    #expect(outcome.errors == "status 0\n")
  }

  @Test(.enabled(if: Machine.hasFullDevice, "there is no /dev/full")) func fullStandardOutput() throws {
    let folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: SmallSweep.options, output: "out.h5", in: folder)
    let outcome = try Tool.shell("exec \"$tool\" show out.h5 > /dev/full", in: folder)
    #expect(outcome.status == 73)
    #expect(
      outcome.errors == """
        Error: standard output: cannot print the results: No space left on device. 'memprobe show FILE' \
        prints them again.

        """)
  }

  @Test func mergingListsWhatIsMissing() throws {
    let folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: SmallSweep.options + ["--shard", "1/2"], output: "part.h5", in: folder)
    // Nothing that goes on by itself takes a part for the whole.
    let refused = try Tool.run(["merge", "part.h5", "-o", "out.h5"], in: folder)
    #expect(refused.status == 65 && !folder.exists("out.h5"))
    #expect(refused.errors.hasPrefix("part 2 of 2 missing; resubmit with --array=2\n"), "\(refused.errors)")
    #expect(refused.errors.contains(" of the plan are in no part:\n  lstm, 1 layer, hidden size "))
    #expect(
      refused.errors.hasSuffix(
        " runs are in no part. Run what is missing, or write what there is with --partial.\n"))
    let merge = try Tool.run(["merge", "part.h5", "-o", "out.h5", "--partial"], in: folder)
    #expect(merge.status == 0)
    #expect(merge.errors.hasPrefix("Warning: part 2 of 2 missing; resubmit with --array=2\n"))
    #expect(merge.errors.contains(" of the plan are in no part:\n  lstm, 1 layer, hidden size "))
    #expect(merge.output.contains("\nNot in these results (yet): "))
    let show = try Tool.run(["show", "part.h5"], in: folder)
    let note = "\nThese are the runs of part 1/2 only: 'memprobe merge' joins the parts.\n"
    #expect(show.output.contains(note))
  }
}

/// `memprobe show --heat`: colours on a terminal that has them, the plain table elsewhere.
@Suite struct HeatTests {
  private func shown(_ environment: [String: String], _ more: String..., in folder: TemporaryFolder) throws
    -> String
  {
    let terminal = try PseudoTerminal(columns: 400)
    let running = try RunningTool(
      Tool.url, ["show", "out.h5"] + more, in: folder,
      environment: ["TERM": "xterm-256color", "COLORTERM": "", "NO_COLOR": ""].merging(environment) { $1 },
      standardOutput: terminal.terminal)
    return try terminal.text(of: running).replacing("\r\n", with: "\n")
  }

  @Test func onATerminal() throws {
    let folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: SmallSweep.options, output: "out.h5", in: folder)
    let plain = try Tool.run(["show", "out.h5"], in: folder).output
    #expect(try Tool.run(["show", "out.h5", "--heat"], in: folder).output == plain)
    #expect(try shown([:], in: folder) == plain)
    #expect(try shown(["NO_COLOR": "1"], "--heat", in: folder) == plain)
    #expect(try shown(["TERM": "dumb"], "--heat", in: folder) == plain)

    let palette = try shown([:], "--heat", in: folder)
    #expect(palette.contains("\u{1b}[38;5;") && !palette.contains(";48;2;"))
    let full = try shown(["COLORTERM": "truecolor"], "--heat", in: folder)
    #expect(full.contains(";48;2;") && !full.contains(";5;"))
    // The same text underneath, but for the legends.
    let bare = full.replacing(/\u{1b}\[[0-9;]*m/, with: "").split(separator: "\n")
    let expected = plain.split(separator: "\n")
    #expect(bare.count == expected.count + 4)
    #expect(expected.allSatisfy { line in bare.contains { $0.trimmingSuffix == line } })
  }

  @Test(arguments: [
    (["TERM": "xterm-256color"], "palette"), (["TERM": "xterm-256color", "COLORTERM": "24bit"], "full"),
    (["TERM": "xterm-direct"], "full"), (["TERM": "xterm"], "none"), (["COLORTERM": "truecolor"], "none"),
    (["TERM": "screen-256color", "NO_COLOR": "0"], "none"),
    (["TERM": "dumb", "COLORTERM": "truecolor"], "none"),
  ])
  func environments(environment: [String: String], expected: String) {
    let colors = Console.colors(isTerminal: true, environment: environment)
    #expect(colors.map { "\($0)" } ?? "none" == expected)
    #expect(Console.colors(isTerminal: false, environment: environment) == nil)
  }
}

extension Substring {
  /// Without spaces at its end.
  fileprivate var trimmingSuffix: Substring {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
