import Experiments
import Foundation
import RecurrentNetworks

/// How a sweep is carried out and where its results go, complete: options first, then the experiment file, then
/// defaults.
struct SweepSetup {
  let shard: Shard
  let output: String
  let jobs: Int
  let force: Bool
  let failsFast: Bool
  let quiet: Bool
  let path: SIMDPath

  /// - Parameter defaultOutput: for where nobody says anything.
  /// - Throws: `SIMDPathError`.
  init<Default>(
    _ running: RunOptions, _ output: OutputOptions<Default>, _ file: ExperimentFile, defaultOutput: String
  ) throws {
    path = try KernelChoice.path()
    shard = running.shard ?? file.shard ?? .whole
    self.output = output.output ?? file.output ?? defaultOutput
    jobs = running.jobs ?? file.jobs ?? OptionDefault.jobs
    force = output.force || file.force == true
    failsFast = running.failFast || file.failFast == true
    quiet = output.quiet || file.quiet == true
  }

  /// Runs a sweep, or what is left of it, with its progress on standard error.
  ///
  /// - Parameter failure: an error that ends the sweep as soon as there is one; what is finished is kept.
  /// - Throws: that error; `Interruption` on SIGINT and SIGTERM; else as `Sweep` does.
  func run<File: ResultsFile>(
    _ plan: File.Plan, into file: File.Type, prober: any RunProber<File.Plan>,
    failure: @escaping @Sendable () -> (any Error)? = { nil }
  ) throws -> SweepResults<File.Plan> {
    let sweep = try Sweep<File>(
      plan: plan, shard: shard, output: output, jobs: jobs, overwrites: force, failsFast: failsFast,
      provenance: Program.provenance, prober: prober)
    Signals.watchForInterruption()
    let display = ProgressDisplay(quiet: quiet)
    let results: SweepResults<File.Plan>
    do {
      results = try sweep.run(
        isCancelled: { Signals.interruption != nil || failure() != nil }, progress: { display.show($0) })
    } catch is CancellationError {
      display.stop()
      if let failure = failure() { throw failure }
      throw Interruption(
        signal: Signals.interruption ?? SIGINT, journal: File.journalPath(of: output))
    } catch {
      display.stop()
      throw error
    }
    display.finish()
    return results
  }
}
