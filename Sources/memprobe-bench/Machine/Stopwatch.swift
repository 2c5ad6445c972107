/// Elapsed times.
enum Stopwatch {
  static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let time = try ContinuousClock().measure(work)
    return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
  }

  /// The median of `runs` runs, after one that is not counted.
  static func median(of runs: Int, _ work: () throws -> Void) rethrows -> Double {
    try work()
    return try (0..<runs).map { _ in try seconds(work) }.median
  }
}
