import Experiments
import Foundation
import TestSupport
import Testing

/// Runs without a result: weights beyond the range of float32 make outputs that are not numbers.
@Suite struct FailedRunTests {
  private let command = SmallSweep.options + ["--gain", "1e39", "--quiet", "--output", "out.h5"]

  @Test func failedRunsAreRecordedAndDoNotStopTheSweep() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(command, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let results = try DivergenceResultsFile.read(folder.path("out.h5"))
    #expect(results.isComplete)
    #expect(!results.failed.isEmpty)
    #expect(outcome.output.contains("\n(– no measured run)\n"))
    #expect(outcome.output.contains("\nFailed, and left out of every mean: \(results.failed.count) runs.\n"))
  }

  @Test func failFastStopsAtTheFirst() throws {
    let folder = try TemporaryFolder()
    let stopped = try Tool.run(command + ["--fail-fast"], in: folder)
    #expect(stopped.status == 1)
    #expect(stopped.output.isEmpty)
    #expect(stopped.errors.hasPrefix("Error: a run failed and --fail-fast was given: "), "\(stopped.errors)")
    #expect(!folder.exists("out.h5"))
    #expect(folder.exists("out.h5.journal"))
    #expect(try Tool.run(command, in: folder).status == 0)
  }
}
