import MemoryMeasures
import RecurrentNetworks

/// Trains the networks of a plan: draws their initial weights and hands them to `Memorization`.
public struct MemorizationProbe: RunProber {
  public typealias Plan = MemorizationPlan

  private let plan: MemorizationPlan
  private let path: SIMDPath
  private let keep: Keep

  /// Takes the network of a run before and after training.
  public typealias Keep =
    @Sendable (
      _ run: MemorizationRun, _ untrained: RecurrentNetwork<Float>, _ trained: RecurrentNetwork<Float>
    ) -> Bool

  /// - Parameters:
  ///   - path: kernels to run on; the fastest by default. All give the same bits.
  ///   - keep: given the networks of every run before it counts as finished, by several threads at a time;
  ///     if it says false, the run is left unfinished, and the sweep is cancelled.
  public init(
    _ plan: MemorizationPlan, path: SIMDPath = .best,
    keep: @escaping Keep = { _, _, _ in true }
  ) {
    self.plan = plan
    self.path = path
    self.keep = keep
  }

  public func measure(
    _ runs: [MemorizationRun], isCancelled: () -> Bool,
    completed: (MemorizationRun, Result<MemorizationRecord, MemorizationError>) -> Void
  ) throws(CancellationError) {
    for run in runs {
      let network = RecurrentNetwork<Float>(
        shape: run.shape, initialization: plan.initialization, stream: plan.networkStream(run))
      let training: MemorizationMeasurement
      do throws(MemorizationError) {
        training = try Memorization.train(
          network, position: run.position, settings: plan.settings, stream: plan.taskStream(run), path: path,
          isCancelled: isCancelled)
      } catch .cancelled {
        throw CancellationError()
      } catch {
        completed(run, .failure(error))
        continue
      }
      guard keep(run, network, training.network) else { throw CancellationError() }
      completed(run, .success(MemorizationRecord(training)))
    }
  }
}
