import Experiments
import Foundation
import MemoryMeasures
import TestSupport
import Testing

@Suite struct InterruptionTests {
  @Test(arguments: [
    (SIGINT, Int32(130), "SIGINT"), (SIGTERM, Int32(143), "SIGTERM"), (SIGUSR1, Int32(138), "SIGUSR1"),
  ])
  func anInterruptedSweepResumesToTheSameBits(signal: Int32, status: Int32, name: String) throws {
    let folder = try TemporaryFolder()
    let command = SmallSweep.longOptions + ["--output", "out.h5", "--jobs", "2"]
    let running = try RunningTool(command, in: folder)
    try waitForFinishedRuns(running, in: folder)
    running.send(signal)
    let outcome = try running.outcome()
    #expect(outcome.status == status)
    #expect(outcome.output.isEmpty)
    let sentence = try #require(outcome.errors.split(separator: "\n").last)
    let beginning = "Error: interrupted by \(name). Finished runs are kept in out.h5.journal"
    #expect(sentence.hasPrefix(beginning), "\(outcome.errors)")
    // Between two batches there are no others.
    let others = folder.exists("out.h5.states") ? ", and how far others are in out.h5.states" : ""
    #expect(sentence.dropFirst(beginning.count) == "\(others); run the same command again to resume.")
    #expect(!folder.exists("out.h5"))

    let shown = try Tool.run(["show", "out.h5"], in: folder)
    #expect(shown.status == 0)
    #expect(shown.output.contains("Not in these results (yet): "))

    let resumed = try Tool.run(command, in: folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains(#/^\S+Z Resuming: /#), "\(resumed.errors)")
    #expect(!folder.exists("out.h5.journal"))
    #expect(!folder.exists("out.h5.states"))
    let whole = try SmallSweep.results(of: SmallSweep.longOptions, output: "whole.h5", in: folder)
    expectIdentical(try SmallSweep.read(folder.path("out.h5")), whole)
  }

  @Test func aSecondInterruptionEndsTheProgramAtOnce() throws {
    let folder = try TemporaryFolder()
    let running = try RunningTool(SmallSweep.longOptions + ["--output", "out.h5"], in: folder)
    try waitForFinishedRuns(running, in: folder)
    while running.isRunning {
      running.send(SIGINT)
      Thread.sleep(forTimeInterval: 0.0002)
    }
    let outcome = try running.outcome()
    #expect(outcome.status == -SIGINT || outcome.status == 130)
    #expect(folder.exists("out.h5.journal"))
  }

  /// Kills the sweep at 24 moments, at whatever it is doing then, until nothing is left to kill.
  @Test func aSweepKilledAtManyMomentsEndsInTheSameBits() throws {
    let folder = try TemporaryFolder()
    let start = ContinuousClock.now
    let whole = try SmallSweep.results(of: SmallSweep.longOptions, output: "whole.h5", in: folder)
    let duration = (ContinuousClock.now - start) / .seconds(1)

    var moments = SplitMix(state: 20_190_101)
    var kills = 0
    let command = SmallSweep.longOptions + ["--output", "out.h5", "--quiet"]
    while kills < 24 {
      // A finished file would leave nothing to do: begin anew.
      try folder.remove("out.h5")
      let running = try RunningTool(command, in: folder)
      // Short lives at first, then longer ones, so that both beginning and end of a sweep are hit.
      Thread.sleep(forTimeInterval: moments.next() * duration * (kills < 12 ? 0.2 : 1))
      running.send(SIGKILL)
      let outcome = try running.outcome()
      if outcome.status == -SIGKILL {
        kills += 1
      } else {
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
    }
    let outcome = try Tool.run(command, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(!folder.exists("out.h5.journal"))
    expectIdentical(try SmallSweep.read(folder.path("out.h5")), whole)
    // Nothing half-written is left behind either.
    let leftovers = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      .filter { $0.hasPrefix("out") || $0.hasPrefix(".out") }
    #expect(leftovers == ["out.h5"])
  }

  /// Waits until the journal holds more than its heading.
  private func waitForFinishedRuns(_ running: RunningTool, in folder: TemporaryFolder) throws {
    while running.isRunning {
      if let results = try? Document(reading: folder.path("out.h5.journal")).results(of: Divergence.self),
        !results.records.isEmpty
      {
        return
      }
      Thread.sleep(forTimeInterval: 0.002)
    }
    Issue.record("the sweep ended before it could be interrupted: \(running.errorsSoFar)")
  }
}

/// A seeded generator of numbers between 0 and 1. Steele et al. 2014.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((bits ^ (bits >> 31)) >> 11) * 0x1p-53
  }
}

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
      expectIdentical(try SmallSweep.read(folder.path("out.h5")), whole)
    }
  }

  @Test func aDamagedLineIsMeasuredAgain() throws {
    let folder = try interruptedSweep()
    let journal = try Data(contentsOf: folder.file("out.h5.journal"))
    let whole = try SmallSweep.results(of: SmallSweep.longOptions, output: "whole.h5", in: folder)
    let lines = journal.split(separator: UInt8(ascii: "\n"))
    for line in [0, 1, 5, 9] {
      try folder.remove("out.h5")
      var damaged = journal
      damaged[lines[line].startIndex + 20] ^= 0x04
      try damaged.write(to: folder.file("out.h5.journal"))
      let outcome = try Tool.run(command, in: folder)
      #expect(outcome.status == 0, "line \(line + 1): \(outcome.errors)")
      #expect(
        outcome.errors
          == "Note: out.h5.journal: line \(line + 1) is damaged; a run that it held is measured again.\n")
      #expect(!folder.exists("out.h5.journal"))
      expectIdentical(try SmallSweep.read(folder.path("out.h5")), whole)
    }
    var damaged = journal
    damaged[lines[4].startIndex + 20] ^= 0x04
    try damaged.write(to: folder.file("half.h5.journal"))
    let shown = try Tool.run(["show", "half.h5"], in: folder)
    #expect(shown.status == 0)
    #expect(shown.errors == "Note: half.h5.journal: line 5 is damaged; a run that it held is left out.\n")
  }

  @Test func twoSweepsCannotWriteOneJournal() throws {
    let folder = try TemporaryFolder()
    let first = try RunningTool(command, in: folder)
    while first.isRunning, journalLines(in: folder) < 2 { Thread.sleep(forTimeInterval: 0.002) }
    let second = try Tool.run(command, in: folder)
    #expect(second.status == 73)
    #expect(second.errors.hasPrefix("Error: out.h5.journal: process "), "\(second.errors)")
    #expect(second.errors.contains(", is writing here; wait for it, or choose another --output."))
    #expect(try first.outcome().status == 0)
    #expect(!folder.exists("out.h5.lock"))
  }
}

@Suite struct FullDiskTests {
  /// A file-size limit stops writes as a full disk does, and needs no rights to set up.
  @Test func aSweepStoppedByAFileSizeLimitResumes() throws {
    let folder = try TemporaryFolder()
    let command = SmallSweep.longOptions + ["--output", "out.h5", "--quiet"]
    let words = command.joined(separator: " ")
    // In blocks of 512 bytes: too little for the journal, let alone the results file.
    let limited = try Tool.shell("ulimit -f 8; exec \"$tool\" \(words)", in: folder)
    #expect(limited.status == 73, "\(limited.errors)")
    #expect(limited.errors.hasPrefix("Error: out.h5"), "\(limited.errors)")
    #expect(!folder.exists("out.h5"))
    #expect(folder.exists("out.h5.journal"))
    try expectResumed(command, in: folder)
  }

  /// A small tmpfs that fills up.
  @Test(.enabled(if: Machine.canMount, "file systems may not be mounted here"))
  func aSweepStoppedByAFullDiskResumes() throws {
    let folder = try TemporaryFolder()
    _ = try Tool.shell("mkdir disk && mount -t tmpfs -o size=64k tmpfs disk", in: folder)
    defer { _ = try? Tool.shell("umount disk", in: folder) }
    // Leave room for a piece of the journal only.
    _ = try Tool.shell("head -c 57344 /dev/zero > disk/filler", in: folder)
    let command = SmallSweep.longOptions + ["--output", "disk/out.h5", "--quiet"]
    let full = try Tool.run(command, in: folder)
    #expect(full.status == 73, "\(full.errors)")
    #expect(full.errors.contains("No space left on device"), "\(full.errors)")
    #expect(folder.exists("disk/out.h5.journal"))
    #expect(!folder.exists("disk/out.h5"))

    _ = try Tool.shell("rm disk/filler && mount -o remount,size=16m disk", in: folder)
    let resumed = try Tool.run(command, in: folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    let whole = try SmallSweep.results(of: SmallSweep.longOptions, output: "whole.h5", in: folder)
    expectIdentical(try SmallSweep.read(folder.path("disk/out.h5")), whole)
  }

  private func expectResumed(_ command: [String], in folder: TemporaryFolder) throws {
    let kept = try SmallSweep.read(folder.path("out.h5.journal"))
    let resumed = try Tool.run(command, in: folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    let results = try SmallSweep.read(folder.path("out.h5"))
    let taken = results.records.filter { kept.records[$0.key] != nil }
    expectIdentical(Results(plan: results.plan, records: taken), kept)
    let whole = try SmallSweep.results(of: SmallSweep.longOptions, output: "whole.h5", in: folder)
    expectIdentical(results, whole)
  }
}
