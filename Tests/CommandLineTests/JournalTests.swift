import Experiments
import Foundation
import TestSupport
import Testing

/// Journals of interrupted sweeps that are not as they were left.
@Suite struct JournalTests {
  private let command = SmallSweep.longOptions + ["--quiet", "--output", "out.h5"]

  /// A folder with the journal of a sweep that was killed halfway.
  private func interruptedSweep() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let running = try RunningTool(command, in: folder)
    while running.isRunning, journalLines(in: folder) < 12 { Thread.sleep(forTimeInterval: 0.002) }
    running.send(SIGKILL)
    #expect(try running.outcome().status == -SIGKILL)
    return folder
  }

  private func journalLines(in folder: TemporaryFolder) -> Int {
    let journal = try? Data(contentsOf: folder.file("out.h5.journal"))
    return (journal ?? Data()).count { $0 == UInt8(ascii: "\n") }
  }

  @Test func anotherPlansJournalIsRefusedAndKept() throws {
    let folder = try interruptedSweep()
    let before = try Data(contentsOf: folder.file("out.h5.journal"))
    let refused = try Tool.run(command + ["--repeats", "9"], in: folder)
    #expect(refused.status == 73)
    #expect(
      refused.errors == """
        Error: out.h5.journal: holds unfinished results of other settings (--repeats differs). Finish them \
        first, choose another --output, or drop them with --force.

        """)
    #expect(try Data(contentsOf: folder.file("out.h5.journal")) == before)
  }

  @Test func aTornLastLineIsDropped() throws {
    let folder = try interruptedSweep()
    let journal = try Data(contentsOf: folder.file("out.h5.journal"))
    let whole = try SmallSweep.results(of: SmallSweep.longOptions, output: "whole.h5", in: folder)
    // Cuts all over the journal, its heading included.
    for cut in [0, 1, 40, journal.count / 3, journal.count / 2, journal.count - 1] {
      try folder.remove("out.h5")
      try journal.prefix(cut).write(to: folder.file("out.h5.journal"))
      let outcome = try Tool.run(command, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      expectIdentical(try DivergenceResultsFile.read(folder.path("out.h5")).records, whole.records)
    }
  }

  @Test func flippedBytesAreRefusedAndKept() throws {
    let folder = try interruptedSweep()
    let journal = try Data(contentsOf: folder.file("out.h5.journal"))
    let lastLine = try #require(journal.dropLast().lastIndex(of: UInt8(ascii: "\n")))
    for position in stride(from: 3, to: lastLine, by: lastLine / 7) {
      var damaged = journal
      damaged[position] ^= 0x04
      try damaged.write(to: folder.file("out.h5.journal"))
      let refused = try Tool.run(command, in: folder)
      #expect(refused.status == 65, "byte \(position): \(refused.errors)")
      #expect(refused.errors.hasPrefix("Error: out.h5.journal, line "), "\(refused.errors)")
      #expect(try Data(contentsOf: folder.file("out.h5.journal")) == damaged)
      #expect(!folder.exists("out.h5"))
    }
    let forced = try Tool.run(command + ["--force"], in: folder)
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(!folder.exists("out.h5.journal"))
  }

  @Test func twoSweepsCannotWriteOneJournal() throws {
    let folder = try TemporaryFolder()
    let first = try RunningTool(command, in: folder)
    while first.isRunning, journalLines(in: folder) < 2 { Thread.sleep(forTimeInterval: 0.002) }
    let second = try Tool.run(command, in: folder)
    #expect(second.status == 73)
    #expect(
      second.errors == """
        Error: out.h5.journal: another process is writing here; wait for it, or choose another --output.

        """)
    #expect(try first.outcome().status == 0)
  }
}
