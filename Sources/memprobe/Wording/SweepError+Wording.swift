import ArgumentParser
import Experiments
import Text

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
      the sweep would take about \(NumberText.bytes(needed)) of memory, and \(NumberText.bytes(available)) are \
      available; choose smaller --hidden-sizes, --input-sizes or --layers, or fewer --repeats, --pairs, \
      --twins or --jobs.
      """
    case .runFailed(let run, let reason):
      """
      a run failed and --fail-fast was given: \(run.wording): \(reason). It is kept with all finished runs; \
      the same command without --fail-fast goes on.
      """
    }
  }
}
