import Experiments
import Foundation
import TestSupport
import Testing

@Suite struct InterruptionTests {
  @Test(arguments: [(SIGINT, Int32(130), "SIGINT"), (SIGTERM, Int32(143), "SIGTERM")])
  func anInterruptedSweepResumesToTheSameBits(signal: Int32, status: Int32, name: String) throws {
    let folder = try TemporaryFolder()
    let command = SmallSweep.longOptions + ["--output", "out.h5", "--jobs", "2"]
    let running = try RunningTool(command, in: folder)
    try waitForFinishedRuns(running, in: folder)
    running.send(signal)
    let outcome = try running.outcome()
    #expect(outcome.status == status)
    #expect(outcome.output.isEmpty)
    let sentence = """
      Error: interrupted by \(name). Finished runs are kept in out.h5.journal; run the same command again \
      to resume.

      """
    #expect(outcome.errors.hasSuffix(sentence), "\(outcome.errors)")
    #expect(!folder.exists("out.h5"))

    let shown = try Tool.run(["show", "out.h5"], in: folder)
    #expect(shown.status == 0)
    #expect(shown.output.contains("Not in these results (yet): "))

    let resumed = try Tool.run(command, in: folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.hasPrefix("Resuming: "))
    #expect(!folder.exists("out.h5.journal"))
    let whole = try SmallSweep.results(of: SmallSweep.longOptions, output: "whole.h5", in: folder)
    expectIdentical(try DivergenceResultsFile.read(folder.path("out.h5")).records, whole.records)
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
    expectIdentical(try DivergenceResultsFile.read(folder.path("out.h5")).records, whole.records)
    // Nothing half-written is left behind either.
    let leftovers = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      .filter { $0.hasPrefix("out") || $0.hasPrefix(".out") }
    #expect(leftovers == ["out.h5"])
  }

  /// Waits until the journal holds more than its heading.
  private func waitForFinishedRuns(_ running: RunningTool, in folder: TemporaryFolder) throws {
    while running.isRunning {
      if let results = try? DivergenceResultsFile.read(folder.path("out.h5.journal")),
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
