import Experiments
import Foundation
import TestSupport
import Testing

/// Command lines of sweeps small enough to run again and again, and what they measured.
enum SmallSweep {
  /// A grid of 16 runs that takes a moment.
  static let options = [
    "divergence", "--cells", "lstm,gru", "--hidden-sizes", "1,2", "--input-sizes", "1,2",
    "--repeats", "2", "--total-steps", "2000", "--unique-steps", "200",
  ]

  /// A grid of 96 runs that takes long enough to be interrupted.
  static let longOptions = [
    "divergence", "--cells", "lstm,gru-reset-before", "--hidden-sizes", "1,3,48", "--input-sizes", "1,2",
    "--repeats", "8", "--total-steps", "30000", "--unique-steps", "500", "--curves", "--seed", "7",
  ]

  /// Runs the sweep to its end and reads what it wrote.
  static func results(
    of options: [String], output: String, in folder: TemporaryFolder,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> DivergenceResults {
    let outcome = try Tool.run(options + ["--output", output, "--quiet"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
    return try DivergenceResultsFile.read(folder.path(output))
  }
}

/// Expects the same runs with the same values, bit for bit (as records compare).
func expectIdentical(
  _ results: [RunCoordinates: RunRecord], _ expected: [RunCoordinates: RunRecord],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(Set(results.keys) == Set(expected.keys), sourceLocation: sourceLocation)
  for (run, record) in expected {
    guard let other = results[run] else { continue }
    #expect(other == record, "\(run)", sourceLocation: sourceLocation)
  }
}
