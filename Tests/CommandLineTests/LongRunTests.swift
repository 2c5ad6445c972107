import Foundation
import MemoryMeasures
import TestSupport
import Testing

/// Sweeps whose runs take longer than there is time for at once.
@Suite struct LongRunTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Four runs of several seconds.
  private static let options = [
    "divergence", "--cells", "lstm,gru", "--hidden-sizes", "48,64", "--input-sizes", "2", "--repeats", "1",
    "--total-steps", "4000000", "--curves", "--seed", "3",
  ]

  private func kept() -> [Data?] {
    ["out.h5.journal", "out.h5.states"].map { try? Data(contentsOf: folder.file($0)) }
  }

  /// Starts the sweep, and once it is under way stops it after half a second.
  private func interrupt(jobs: Int) throws {
    let running = try RunningTool(Self.options + ["--output", "out.h5", "--jobs", "\(jobs)"], in: folder)
    while running.isRunning, !running.errorsSoFar.contains("Progress: ") {
      Thread.sleep(forTimeInterval: 0.01)
    }
    Thread.sleep(forTimeInterval: 0.5)
    running.send(SIGTERM)
    let outcome = try running.outcome()
    #expect(outcome.status == 143, "\(outcome.errors)")
  }

  @Test func aSweepGainsOnEveryStartAndEndsInTheSameBits() throws {
    var before = kept()
    for start in 0..<6 {
      try interrupt(jobs: start % 3 + 1)
      let after = kept()
      #expect(after != before, "start \(start)")
      before = after
    }
    #expect(folder.exists("out.h5.states"))
    let resumed = try Tool.run(Self.options + ["--output", "out.h5", "--jobs", "2"], in: folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(!folder.exists("out.h5.states"))
    let whole = try SmallSweep.results(of: Self.options, output: "whole.h5", in: folder)
    expectIdentical(try SmallSweep.read(folder.path("out.h5")), whole)
  }

  @Test func aSweepStopsInTimeAndGoesOn() throws {
    let command = Self.options + ["--output", "out.h5"]
    let stopped = try Tool.run(command + ["--stop-after", "2s"], in: folder)
    #expect(stopped.status == 75, "\(stopped.errors)")
    #expect(stopped.output.isEmpty)
    #expect(stopped.errors.contains("Error: stopped in time for --stop-after 2s"), "\(stopped.errors)")
    #expect(!folder.exists("out.h5"))
    #expect(folder.exists("out.h5.journal"))

    let resumed = try Tool.run(command + ["--stop-after", "1h"], in: folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    let whole = try SmallSweep.results(of: Self.options, output: "whole.h5", in: folder)
    expectIdentical(try SmallSweep.read(folder.path("out.h5")), whole)
  }

  /// Trainings of many updates, and the networks that come of them.
  @Test func trainingsGainOnEveryStartAndEndInTheSameNetworks() throws {
    func options(_ name: String) -> [String] {
      [
        "memorize", "--cells", "lstm,gru", "--layers", "1", "--hidden-sizes", "16", "--positions", "2",
        "--repeats", "1", "--epochs", "40000", "--curves", "--save-networks", "\(name)-networks",
        "--output", "\(name).h5",
      ]
    }
    var (starts, isDone, before) = (0, false, kept())
    while !isDone {
      let running = try RunningTool(options("out") + ["--jobs", "\(starts % 2 + 1)"], in: folder)
      while running.isRunning, !running.errorsSoFar.contains("Progress: ") {
        Thread.sleep(forTimeInterval: 0.01)
      }
      Thread.sleep(forTimeInterval: 0.3)
      running.send(SIGTERM)
      let outcome = try running.outcome()
      isDone = outcome.status == 0
      if !isDone {
        starts += 1
        #expect(outcome.status == 143, "\(outcome.errors)")
        let after = kept()
        try #require(after != before, "start \(starts)")
        before = after
      }
    }
    #expect(starts > 1)
    #expect(!folder.exists("out.h5.states"))
    let whole = try Tool.run(options("whole") + ["--quiet"], in: folder)
    #expect(whole.status == 0, "\(whole.errors)")
    expectIdentical(
      try SmallSweep.read(folder.path("out.h5"), as: Memorization.self),
      try SmallSweep.read(folder.path("whole.h5"), as: Memorization.self))
    func networks(_ name: String) throws -> [String: Data] {
      let directory = "\(name)-networks"
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(directory))
      return try Dictionary(
        uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: folder.file("\(directory)/\($0)"))) })
    }
    let saved = try networks("whole")
    #expect(saved.count == 4)
    #expect(try networks("out") == saved)
  }

  /// A network that is not even drawn in time: nobody should run that again.
  @Test func whatDoesNotFitIsNoReasonToRunAgain() throws {
    let outcome = try Tool.run(
      [
        "divergence", "--cells", "lstm", "--hidden-sizes", "3000", "--input-sizes", "1", "--repeats", "1",
        "--total-steps", "1100", "--initializer", "keras", "--output", "out.h5", "--stop-after", "2s",
      ], in: folder)
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(
      outcome.errors.contains("--stop-after 2s, but nothing was gained: allow more time"), "\(outcome.errors)"
    )
  }

  @Test func damagedStatesAreSaidAndLeftOut() throws {
    try interrupt(jobs: 2)
    var bytes = try Data(contentsOf: folder.file("out.h5.states"))
    bytes[bytes.count / 2] ^= 0x10
    try bytes.write(to: folder.file("out.h5.states"))
    let dry = try Tool.run(Self.options + ["--output", "out.h5", "--dry-run"], in: folder)
    #expect(dry.status == 0, "\(dry.errors)")
    let running = try RunningTool(Self.options + ["--output", "out.h5"], in: folder)
    while running.isRunning, !running.errorsSoFar.contains("Progress: ") {
      Thread.sleep(forTimeInterval: 0.01)
    }
    running.send(SIGTERM)
    let errors = try running.outcome().errors
    #expect(errors.contains("Note: out.h5.states: is damaged; the runs that it was kept of"), "\(errors)")
  }

  /// While a large kernel is made orthogonal, nobody looks whether to stop.
  @Test func aStopIsAnsweredWhateverGoesOn() throws {
    let options = [
      "divergence", "--cells", "lstm", "--hidden-sizes", "3000", "--input-sizes", "1", "--repeats", "1",
      "--total-steps", "1100", "--initializer", "keras", "--output", "out.h5",
    ]
    let running = try RunningTool(options, in: folder)
    while running.isRunning, !running.errorsSoFar.contains("Progress: ") {
      Thread.sleep(forTimeInterval: 0.01)
    }
    let start = ContinuousClock.now
    running.send(SIGTERM)
    let outcome = try running.outcome()
    #expect(outcome.status == 143, "\(outcome.errors)")
    // Meant to be 5 seconds, on a machine with nothing else to do.
    #expect(start.duration(to: .now) < .seconds(30))
  }
}
