import Experiments
import Foundation
import MemoryMeasures
import TestSupport
import Testing

/// What `show --provenance` tells of sweeps that were disturbed.
@Suite struct ProvenanceTests {
  private let folder: TemporaryFolder
  private let command = SmallSweep.longOptions + ["--quiet", "--output", "out.h5"]

  init() throws { folder = try TemporaryFolder() }

  /// Disturbs a sweep that has finished some runs.
  private func disturb(_ options: [String], by signal: Int32) throws {
    let before = try? SmallSweep.read(folder.path("out.h5")).records.count
    let running = try RunningTool(command + options, in: folder)
    while running.isRunning {
      if let count = try? SmallSweep.read(folder.path("out.h5.journal")).records.count, count > before ?? 0 {
        break
      }
      Thread.sleep(forTimeInterval: 0.002)
    }
    running.send(signal)
    let status = try running.outcome().status
    #expect(status == (signal == SIGKILL ? -SIGKILL : 128 + signal))
  }

  /// A dictionary for every paragraph.
  private func shown(_ file: String) throws -> [[String: String]] {
    let outcome = try Tool.run(["show", file, "--provenance"], in: folder)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    return outcome.output.components(separatedBy: "\n\n").map { paragraph in
      Dictionary(
        paragraph.split(separator: "\n").map { line in
          let name = line.prefix { $0 != ":" }
          return (String(name), line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces))
        }
      ) { first, _ in first }
    }
  }

  @Test func everyProcessIsShown() throws {
    try disturb([], by: SIGKILL)
    try disturb(["--jobs", "1"], by: SIGTERM)
    let unfinished = try shown("out.h5")
    #expect(unfinished.map { $0["process"] } == ["1/2", "2/2"])
    #expect(unfinished.map { $0["finished"] == nil } == [true, false])
    #expect(try Tool.run(["export", "out.h5", "-o", "journal.json"], in: folder).status == 0)
    let exported = try String(contentsOf: folder.file("journal.json"), encoding: .utf8)
    #expect(exported.contains(#"\"process\":\"2/2\""#))

    let outcome = try Tool.run(command, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let shown = try shown("out.h5")
    #expect(shown.map { $0["process"] } == ["1/3", "2/3", "3/3"])
    #expect(shown.map { $0["finished"] == nil } == [true, false, false])
    #expect(shown[1]["jobs"] == "1")
    #expect(shown.allSatisfy { $0["host"] != nil && $0["kernels"] != nil && $0["date"] != nil })
    let runs = shown.compactMap { $0["runs"].flatMap { Int($0) } }
    #expect(runs.count == 3 && runs.allSatisfy { $0 > 0 } && runs.reduce(0, +) == 96, "\(runs)")
    let whole = try SmallSweep.results(of: SmallSweep.longOptions, output: "whole.h5", in: folder)
    expectIdentical(try SmallSweep.read(folder.path("out.h5")), whole)

    // Nothing is measured any more, and nothing changes.
    let before = try Data(contentsOf: folder.file("out.h5"))
    #expect(try Tool.run(command, in: folder).status == 0)
    #expect(try Data(contentsOf: folder.file("out.h5")) == before)
  }

  @Test func processesOfPartsAreShownWithTheirPart() throws {
    try disturb(["--shard", "1/2"], by: SIGKILL)
    let rest = SmallSweep.longOptions + ["--quiet", "--shard", "2/2", "--output", "rest.h5"]
    #expect(try Tool.run(rest, in: folder).status == 0)
    // A journal stands for the part that is not finished.
    let merge = try Tool.run(["merge", "out.h5", "rest.h5", "--partial", "-o", "some.h5"], in: folder)
    #expect(merge.status == 0, "\(merge.errors)")
    #expect(try shown("some.h5").map { $0["part"] } == ["1/2", "2/2", nil])

    #expect(try Tool.run(command + ["--shard", "1/2"], in: folder).status == 0)
    #expect(try Tool.run(["merge", "out.h5", "rest.h5", "-o", "all.h5"], in: folder).status == 0)
    let shown = try shown("all.h5")
    #expect(shown.map { $0["part"] } == ["1/2", "1/2", "2/2", nil])
    #expect(shown.map { $0["process"] } == ["1/2", "2/2", nil, nil])
    #expect(shown.last?["command"]?.hasPrefix("memprobe merge ") == true)

    // What was joined before its parts were finished names nobody twice.
    let files = ["some.h5", "out.h5", "rest.h5"]
    #expect(try Tool.run(["merge"] + files + ["-o", "again.h5"], in: folder).status == 0)
    let again = try self.shown("again.h5")
    #expect(again.map { $0["part"] } == ["1/2", "2/2", nil, "1/2", nil])
    #expect(again.map { $0["process"] } == ["1/2", nil, nil, "2/2", nil])
    #expect(again.compactMap { $0["runs"].flatMap { Int($0) } }.reduce(0, +) == 96)
  }

  /// The line of the only process is damaged: nobody knows any more who measured, but what was measured is there.
  @Test func aProcessThatIsNotKnownAnyMore() throws {
    try disturb([], by: SIGKILL)
    var journal = try Data(contentsOf: folder.file("out.h5.journal"))
    let line = try #require(journal.firstIndex(of: UInt8(ascii: "\n"))) + 1
    journal[line + 20] ^= 0x04
    try journal.write(to: folder.file("out.h5.journal"))
    let runs = try SmallSweep.read(folder.path("out.h5.journal")).records.count
    let outcome = try Tool.run(["show", "out.h5", "--provenance"], in: folder)
    #expect(outcome.output == "runs:       \(runs)\ncommand:    not known\n")
    #expect(outcome.errors == "Note: out.h5.journal: line 2 is damaged; a run that it held is left out.\n")
    let merge = try Tool.run(["merge", "out.h5", "--partial", "-o", "some.h5"], in: folder)
    #expect(merge.status == 0, "\(merge.errors)")
    #expect(try shown("some.h5").map { $0["runs"] } == ["\(runs)", nil])
  }

  /// A journal from before names nobody; of what it holds, the results say that nobody knows who measured it.
  @Test func formerJournals() throws {
    let former = Repository.path("Tests/ExperimentsTests/Fixtures/version3journal/divergence.h5.journal")
    let lines = try String(contentsOfFile: former, encoding: .utf8).split(separator: "\n").prefix(13)
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: folder.file("former.h5.journal"))
    let outcome = try Tool.run(["show", "former.h5", "--provenance"], in: folder)
    #expect(
      outcome.output
        == "runs:       12\ncommand:    not known\n")
    let options = [
      "--cells", "lstm,gru", "--hidden-sizes", "1,3", "--input-sizes", "2,5", "--repeats", "2",
      "--total-steps", "300", "--unique-steps", "100", "--thresholds", "0.1,1e-6", "--seed", "7",
    ]
    let resumed = try Tool.run(["divergence"] + options + ["--quiet", "-o", "former.h5"], in: folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    let shown = try Tool.run(["show", "former.h5", "--provenance"], in: folder)
    #expect(shown.output.hasPrefix("runs:       12\ncommand:    not known\n\nruns:       4\ndate:       "))
  }
}
