import MemoryMeasures
import RecurrentNetworks

/// Something that measures the runs of a plan: `Prober`, or a stand-in for it in tests.
package protocol RunProber<M>: Sendable {
  associatedtype M: Measure

  /// Measures runs, and reports each exactly once, in any order. Called from several threads at a time.
  ///
  /// - Parameters:
  ///   - threads: that it may use; the results do not depend on it.
  ///   - underway: says where runs were interrupted, and is told how far they are.
  /// - Throws: `CancellationError` soon after `isCancelled` turns true; runs not reported by then have no
  ///   result.
  func measure(
    _ runs: [Run], threads: ThreadShare, isCancelled: @escaping @Sendable () -> Bool,
    underway: RunsUnderway<Run>, completed: (Run, Result<M.Value, M.Failure>) -> Void
  ) throws(CancellationError)
}

extension RunProber {
  /// The same of runs that all begin, and that nobody asks how far they are.
  func measure(
    _ runs: [Run], threads: ThreadShare, isCancelled: @escaping @Sendable () -> Bool,
    completed: (Run, Result<M.Value, M.Failure>) -> Void
  ) throws(CancellationError) {
    try measure(
      runs, threads: threads, isCancelled: isCancelled, underway: .unkept, completed: completed)
  }
}

/// Keeps what runs are made of, so that other programs can repeat them. Called by several threads at a time.
package protocol RunKeeper: Sendable {
  /// Keeps the network of a run, if that is asked for.
  ///
  /// - Parameters:
  ///   - isMade: whether the run made it, by training.
  ///   - network: makes it, where it is to be kept.
  /// - Returns: false if it could not be kept, and the sweep is to be given up.
  func keepNetwork<Scalar: NetworkScalar>(
    of run: Run, isMade: Bool, _ network: () -> RecurrentNetwork<Scalar>
  ) -> Bool

  /// Keeps what a run reads, if that is asked for.
  ///
  /// - Returns: false if it could not be kept, and the sweep is to be given up.
  func keepInputs<Scalar: NetworkScalar>(
    of run: Run, inputSize: Int, _ inputs: () -> [RunInput<Scalar>]
  ) -> Bool
}

/// Measures the runs of a plan: draws their networks, takes the given ones or makes their twins, and hands them to the
/// measure with the stream of their inputs.
package struct Prober<M: Measure>: RunProber {
  private let plan: Plan<M>
  /// The given ones, in the precisions of the plan, packed: the one copy of their weights in each, which all threads read.
  private let networks: [Arithmetic: [String: any Sendable]]
  private let recorded: RecordedInputs?
  private let path: SIMDPath
  private let keeper: (any RunKeeper)?

  /// - Parameters:
  ///   - networks: those of the plan that are from files, in its order.
  ///   - recorded: the plan's inputs, if they are recorded ones.
  ///   - path: kernels to run on; the fastest by default. All give the same bits.
  ///   - keeper: given the networks and inputs of runs; nil, the default: nobody asks for them.
  /// - Throws: `PlanError.otherWeights` or `otherInputs` for what is not the plan's; `ConstructionError`;
  ///   `RecordedInputsError.tooFewColumns` if a network cannot read the inputs.
  package init(
    _ plan: Plan<M>, networks: [any NetworkOfAnyPrecision] = [], recorded: RecordedInputs? = nil,
    path: SIMDPath = .best, keeper: (any RunKeeper)? = nil
  ) throws {
    var rest = networks[...]
    var named: [Arithmetic: [String: any Sendable]] = [:]
    for given in plan.subjects.given {
      let network: any NetworkOfAnyPrecision
      if let recipe = given.construction {
        network =
          plan.precision == .float64
          ? try recipe.construct(in: Double.self).network : try recipe.construct(in: Float.self).network
      } else {
        guard let next = rest.popFirst() else { throw PlanError.otherWeights(given.name) }
        network = next
      }
      guard GivenNetwork.digest(of: network) == given.digest,
        network.head.map(GivenNetwork.digest(of:)) == given.outline.head?.digest
      else { throw PlanError.otherWeights(given.name) }
      for precision in plan.precisions {
        let arithmetic = Arithmetic(precision, plan.rounding)
        named[arithmetic, default: [:]][given.name] =
          switch precision {
          case .float32: PackedNetwork<Float>(network.rounded(to: Float.self))
          case .float64: PackedNetwork<Double>(network.rounded(to: Double.self))
          case .bfloat16, .float16:
            PackedNetwork<Float>(RecurrentNetwork(rounding: network.rounded(to: Double.self), to: arithmetic))
          }
      }
    }
    for size in plan.subjects.outlines.map(\.inputSize).distinct {
      try recorded?.check(inputSize: size)
      try M.check(inputSize: size, recorded: recorded, settings: plan.settings)
    }
    let inputs = recorded.map { InputSource($0, name: plan.inputs.name ?? "") } ?? .random
    guard inputs.exactText == plan.inputs.exactText else { throw PlanError.otherInputs }
    self.plan = plan
    self.networks = named
    self.recorded = recorded
    self.path = path
    self.keeper = keeper
  }

  package func measure(
    _ runs: [Run], threads: ThreadShare, isCancelled: @escaping @Sendable () -> Bool,
    underway: RunsUnderway<Run>, completed: (Run, Result<M.Value, M.Failure>) -> Void
  ) throws(CancellationError) {
    for (runs, numbers) in plan.lineups(of: runs) {
      if plan.arithmetic(of: runs[0]).precision.isKeptInFloat64 {
        try measure(runs, numbers, threads, isCancelled, underway, in: Double.self, completed)
      } else {
        try measure(runs, numbers, threads, isCancelled, underway, in: Float.self, completed)
      }
    }
  }

  /// - Parameters:
  ///   - runs: those of a lineup.
  ///   - networkNumbers: of their networks.
  private func measure<Scalar: NetworkScalar>(
    _ runs: [Run], _ networkNumbers: [Int], _ threads: ThreadShare,
    _ isCancelled: @escaping @Sendable () -> Bool,
    _ underway: RunsUnderway<Run>, in: Scalar.Type,
    _ completed: (Run, Result<M.Value, M.Failure>) -> Void
  ) throws(CancellationError) {
    let lineup = Lineup<M, Scalar>(
      settings: plan.settings, runs: runs, networkNumbers: networkNumbers,
      inputSize: plan.envelope(of: runs[0].subject).inputSize, arithmetic: plan.arithmetic(of: runs[0]),
      inputs: { plan.inputStream(plan.inputPath(runs[$0])) }, recorded: recorded, path: path,
      threads: threads, isCancelled: isCancelled, underway: underway.by { runs[$0] },
      network: { network(runs[$0], in: Scalar.self) },
      packed: { packed(runs[$0]) },
      outline: { plan.outline(of: runs[$0].subject) },
      keep: { index, network in keeper?.keepNetwork(of: runs[index], isMade: true) { network } ?? true })
    try keep(lineup)
    try M.measure(lineup) { completed(runs[$0], $1) }
  }

  /// Keeps what runs read, where that was asked for.
  private func keep<Scalar: NetworkScalar>(_ lineup: Lineup<M, Scalar>) throws(CancellationError) {
    guard let keeper else { return }
    for (index, run) in lineup.runs.enumerated() {
      guard keeper.keepNetwork(of: run, isMade: false, { lineup.network(index) }),
        keeper.keepInputs(of: run, inputSize: lineup.inputSize, { M.inputs(of: index, in: lineup) })
      else { throw CancellationError() }
    }
  }

  /// The network of a run, in its precision.
  ///
  /// A twin's outputs are read by the head of the network that it is one of.
  package func network<Scalar: NetworkScalar>(_ run: Run, in: Scalar.Type) -> RecurrentNetwork<Scalar> {
    var network: RecurrentNetwork<Scalar> = withoutHead(run)
    if case .twin(let name, _, _) = run.subject {
      let given: PackedNetwork<Scalar> = self.given(name, of: run)
      network.head = given.head
    }
    return network
  }

  private func withoutHead<Scalar: NetworkScalar>(_ run: Run) -> RecurrentNetwork<Scalar> {
    let arithmetic = plan.arithmetic(of: run)
    // What is drawn for a 16-bit format is rounded once.
    let isRounded = arithmetic.precision.isEmulated
    switch run.subject {
    case .drawn(let shape):
      guard let grid = plan.subjects.grid else { preconditionFailure("the plan draws no networks") }
      let (initialization, stream) = (grid.initialization, plan.networkStream(run))
      return isRounded
        ? RecurrentNetwork(
          rounding: RecurrentNetwork<Double>(shape: shape, initialization: initialization, stream: stream),
          to: arithmetic)
        : RecurrentNetwork(shape: shape, initialization: initialization, stream: stream)
    case .given(let name): return given(name, of: run).unpacked()
    case .twin(let name, let kind, _):
      let (network, stream): (PackedNetwork<Scalar>, _) = (given(name, of: run), plan.networkStream(run))
      guard let initialization = kind.initialization else {
        return network.unpacked().shuffled(stream: stream)
      }
      return isRounded
        ? RecurrentNetwork(
          rounding: RecurrentNetwork<Double>(
            twinOf: network.outline, initialization: initialization, stream: stream), to: arithmetic)
        : RecurrentNetwork(twinOf: network.outline, initialization: initialization, stream: stream)
    }
  }

  /// The network of a run that is there already; nil for one that is made.
  private func packed<Scalar: NetworkScalar>(_ run: Run) -> PackedNetwork<Scalar>? {
    guard case .given(let name) = run.subject else { return nil }
    return given(name, of: run)
  }

  private func given<Scalar: NetworkScalar>(_ name: String, of run: Run) -> PackedNetwork<Scalar> {
    guard let network = networks[plan.arithmetic(of: run)]?[name] as? PackedNetwork<Scalar> else {
      preconditionFailure("there is no network \(name) in the plan")
    }
    return network
  }
}
