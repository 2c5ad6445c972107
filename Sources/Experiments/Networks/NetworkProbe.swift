import MemoryMeasures
import RecurrentNetworks

/// Measures the runs of a comparison: takes the given networks or makes their twins, draws inputs and hands both
/// to `Divergence`.
public struct NetworkProbe: RunProber {
  public typealias Plan = ComparisonPlan

  private let plan: ComparisonPlan
  private let networks: [String: RecurrentNetwork<Double>]
  private let recorded: RecordedInputs?
  private let path: SIMDPath

  /// - Parameters:
  ///   - networks: those of the plan, in its order.
  ///   - recorded: the plan's inputs, if they are recorded ones.
  ///   - path: kernels to run on; the fastest by default. All give the same bits.
  /// - Throws: `GivenNetworksError.otherWeights` or `ComparisonPlanError.otherInputs` for what is not the plan's;
  ///   `RecordedInputsError.tooFewColumns` if a network cannot read the inputs.
  public init(
    _ plan: ComparisonPlan, networks: [RecurrentNetwork<Double>], recorded: RecordedInputs? = nil,
    path: SIMDPath = .best
  ) throws {
    self.networks = try plan.networks.matched(networks)
    for network in plan.networks { try recorded?.check(inputSize: network.inputSize) }
    let inputs = recorded.map { InputSource($0, name: plan.inputs.name) } ?? .normal
    guard inputs == plan.inputs else { throw ComparisonPlanError.otherInputs }
    self.plan = plan
    self.recorded = recorded
    self.path = path
  }

  public func measure(
    _ runs: [NetworkRun], isCancelled: () -> Bool,
    completed: (NetworkRun, Result<DivergenceMeasurement, DivergenceError>) -> Void
  ) throws(CancellationError) {
    for lineup in plan.lineups(of: runs) {
      switch plan.precision {
      case .float32: try measure(lineup, in: Float.self, isCancelled: isCancelled, completed: completed)
      case .float64: try measure(lineup, in: Double.self, isCancelled: isCancelled, completed: completed)
      }
    }
  }

  private func measure<Scalar: NetworkScalar>(
    _ lineup: Lineup<ComparisonPlan>, in: Scalar.Type, isCancelled: () -> Bool,
    completed: (NetworkRun, Result<DivergenceMeasurement, DivergenceError>) -> Void
  ) throws(CancellationError) {
    try Divergence.measure(
      lineup.runs.map { network($0, in: Scalar.self) }, inputs: inputs(lineup.key), settings: plan.settings,
      path: path, isCancelled: isCancelled
    ) {
      completed(lineup.runs[$0], $1)
    }
  }

  private func inputs(_ key: ComparisonPlan.LineupKey) -> DivergingInputs {
    let stream = plan.inputStream(key)
    return recorded.map { DivergingInputs(recorded: $0, inputSize: key.inputSize, stream: stream) }
      ?? DivergingInputs(inputSize: key.inputSize, stream: stream)
  }

  /// The network of a run, in the precision of the plan: made once per run.
  func network<Scalar: NetworkScalar>(_ run: NetworkRun, in: Scalar.Type) -> RecurrentNetwork<Scalar> {
    guard let given = networks[run.network] else {
      preconditionFailure("there is no network \(run.network) in the plan")
    }
    guard case .twin(let kind) = run.source else { return RecurrentNetwork(rounding: given) }
    let stream = plan.twinStream(plan.network(named: run.network), kind, index: run.index)
    guard let initialization = kind.initialization else {
      return RecurrentNetwork(rounding: given.shuffled(stream: stream))
    }
    return RecurrentNetwork(twinOf: given, initialization: initialization, stream: stream)
  }
}
