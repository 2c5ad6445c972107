import MemoryMeasures
import RecurrentNetworks

/// Measures the runs of a plan: draws their networks and inputs and hands them to `Divergence`.
public struct DivergenceProbe: RunProber {
  public typealias Plan = DivergencePlan

  private let plan: DivergencePlan
  private let path: SIMDPath

  /// - Parameter path: kernels to run on; the fastest by default. All give the same bits.
  public init(_ plan: DivergencePlan, path: SIMDPath = .best) {
    self.plan = plan
    self.path = path
  }

  public func measure(
    _ runs: [RunCoordinates], isCancelled: () -> Bool,
    completed: (RunCoordinates, Result<DivergenceMeasurement, DivergenceError>) -> Void
  ) throws(CancellationError) {
    for lineup in plan.lineups(of: runs) {
      switch plan.precision {
      case .float32: try measure(lineup, in: Float.self, isCancelled: isCancelled, completed: completed)
      case .float64: try measure(lineup, in: Double.self, isCancelled: isCancelled, completed: completed)
      }
    }
  }

  private func measure<Scalar: NetworkScalar>(
    _ lineup: Lineup<DivergencePlan>, in: Scalar.Type, isCancelled: () -> Bool,
    completed: (RunCoordinates, Result<DivergenceMeasurement, DivergenceError>) -> Void
  ) throws(CancellationError) {
    let networks = lineup.runs.map { run in
      RecurrentNetwork<Scalar>(
        shape: run.shape, initialization: plan.initialization, stream: plan.networkStream(run))
    }
    let inputs = plan.inputs(inputSize: lineup.key.inputSize, repeatIndex: lineup.key.repeatIndex)
    try Divergence.measure(
      networks, inputs: inputs, settings: plan.settings, path: path, isCancelled: isCancelled
    ) {
      completed(lineup.runs[$0], $1)
    }
  }
}
