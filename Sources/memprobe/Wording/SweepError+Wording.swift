import ArgumentParser
import Experiments
import Figures

extension SweepError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .jobs, .notEnoughMemory: .wrongUsage
    case .runFailed: .failure
    }
  }

  var sentence: String {
    switch self {
    case .jobs(let jobs):
      """
      --jobs is \(NumberText.whole(jobs)); allowed are 1 to \(NumberText.whole(DivergenceSweep.mostJobs)).
      """
    case .notEnoughMemory(let needed, let available):
      """
      the sweep would take about \(Self.bytes(needed)) of memory, and \(Self.bytes(available)) are \
      available; choose smaller --hidden-sizes, --input-sizes or --layers, or fewer --repeats or --jobs.
      """
    case .runFailed(let run, let reason):
      """
      a run failed and --fail-fast was given: \(run.wording): \(reason). It is kept with all finished runs; \
      the same command without --fail-fast goes on.
      """
    }
  }

  /// 512 MB, 1.5 GB, 2.0e+09 TB
  private static func bytes(_ count: Double) -> String {
    let units = [("TB", 1e12), ("GB", 1e9), ("MB", 1e6)]
    let (unit, size) = units.first { count >= $0.1 } ?? ("MB", 1e6)
    let tenths = (count / size * 10).rounded()
    return tenths < 1e4 ? "\(tenths / 10) \(unit)" : "\(NumberText.large(tenths / 10)) \(unit)"
  }
}
