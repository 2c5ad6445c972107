import MemoryMeasures

/// Something that measures runs: `DivergenceProbe`, or a stand-in for it in tests.
public protocol DivergenceProber: Sendable {
  /// Measures runs that are fed the same inputs (equal input size and repeat), and reports each exactly once,
  /// in any order. Called from several threads at a time.
  ///
  /// - Throws: `CancellationError` soon after `isCancelled` turns true; runs not reported by then have no
  ///   result.
  func measure(
    _ runs: [RunCoordinates], isCancelled: () -> Bool,
    completed: (RunCoordinates, Result<DivergenceMeasurement, DivergenceError>) -> Void
  ) throws(CancellationError)
}
