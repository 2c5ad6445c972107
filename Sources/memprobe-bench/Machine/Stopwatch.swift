import Foundation

/// Elapsed times, and those of the processor.
enum Stopwatch {
  static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let time = try ContinuousClock().measure(work)
    return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
  }

  /// Processor time of this thread.
  static func processorSeconds(_ work: () throws -> Void) rethrows -> Double {
    let start = threadSeconds
    try work()
    return threadSeconds - start
  }

  private static var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The median of `runs` runs, after one that is not counted.
  static func median(of runs: Int, _ work: () throws -> Void) rethrows -> Double {
    try work()
    return try (0..<runs).map { _ in try seconds(work) }.median
  }
}
