import Foundation
import TestSupport
import Testing

@Suite struct MemoryTests {
  /// The largest network of the default grid, for sequences of different length.
  @Test func peakMemoryIsSmallAndDoesNotGrowWithTheSteps() throws {
    let folder = try TemporaryFolder()
    let peaks = try [3_000, 12_000].map { steps in
      let running = try RunningTool(
        [
          "divergence", "--cells", "lstm", "--hidden-sizes", "128", "--input-sizes", "128",
          "--repeats", "2", "--jobs", "2", "--total-steps", "\(steps)", "--quiet",
          "--output", "\(steps).h5",
        ], in: folder)
      let outcome = try running.outcomeWithPeakMemory()
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try #require(outcome.peakMemory)
    }
    #expect(peaks[1] < 150_000_000)
    // Where the allocator and the loader put things differs a little from run to run.
    #expect(abs(peaks[1] - peaks[0]) < 4_000_000, "\(peaks)")
  }
}
