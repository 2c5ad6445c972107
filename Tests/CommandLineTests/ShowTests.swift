import Foundation
import TestSupport
import Testing

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
        "LSTM: mean settled steps", "LSTM: mean steps to within 1e-6 · fraction settled",
        "GRU: mean settled steps", "GRU: mean steps to within 1e-6 · fraction settled",
      ])
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
    let merge = try Tool.run(["merge", "part.h5", "-o", "out.h5"], in: folder)
    #expect(merge.status == 0)
    #expect(merge.errors.hasPrefix("Warning: "))
    #expect(merge.errors.contains(" of the plan are in no part:\n  lstm, 1 layer, hidden size "))
    #expect(merge.output.contains("\nNot in these results (yet): "))
    let show = try Tool.run(["show", "part.h5"], in: folder)
    let note = "\nThese are the runs of part 1/2 only: 'memprobe merge' joins the parts.\n"
    #expect(show.output.contains(note))
  }
}
