import MemoryMeasures
import RecurrentNetworks

@testable import Experiments

/// Plans and records of small grids of trainings.
enum MemorizationExample {
  /// 2 cells x 2 depths x 2 sizes x 3 positions x 2 repeats, of which position 9 is beyond the longest sequence;
  /// axes of different values, two of equal length.
  static func plan(
    grid: NetworkGrid = grid(), seed: UInt64 = 7, recordsCurve: Bool = false, positions: [Int] = [1, 4, 9],
    learnedBelow: Double = 0.1, repeats: Int = 2, _ change: (inout MemorizationSettings) -> Void = { _ in }
  ) throws -> Plan<Memorization> {
    var settings = try MemorizationSettings(
      positions: positions, lengths: 4...6, epochs: 12, batchSize: 8, evaluationSequences: 32,
      learnedBelow: learnedBelow, recordsCurve: recordsCurve)
    change(&settings)
    return try Plan(subjects: .drawn(grid), repeats: repeats, settings: settings, seed: seed)
  }

  static func grid(
    _ cells: [CellType] = [.rnn, .gru], layers: [Int] = [1, 2],
    initialization: Initialization = Initialization(.pytorch)
  ) -> NetworkGrid {
    NetworkGrid(
      cells: cells, layers: layers, hiddenSizes: [3, 5], inputSizes: [1], initialization: initialization)
  }

  /// - Parameter place: of the position among the settings'.
  static func run(
    _ cell: CellType = .rnn, layers: Int = 1, hidden: Int = 3, place: Int = 0, repeat index: Int = 0
  ) -> Run {
    Run(
      .drawn(NetworkShape(cell: cell, layers: layers, inputSize: 1, hiddenSize: hidden)), at: [place],
      repeat: index)
  }

  static func trained(_ loss: Double, curve: [Float] = []) -> MemorizationMeasurement {
    MemorizationMeasurement(outcome: .trained, loss: loss, epochs: 12, lossCurve: curve)
  }

  /// A value that is different for different runs.
  static func value(of run: Run, in plan: Plan<Memorization>) -> MemorizationMeasurement {
    let shape = plan.outline(of: run.subject).envelope
    let position = plan.settings.positions[run.point[0]]
    let word = Double(
      shape.layers * 7919 + shape.hiddenSize * 104_729 + position * 31 + run.repeatIndex
        + shape.cell.gateCount * 13)
    let curve = plan.settings.curveEpochs.map { Float(word) / Float($0) }
    guard position <= plan.settings.lengths.upperBound else {
      return MemorizationMeasurement(
        outcome: .noTarget, loss: .nan, epochs: 0, lossCurve: curve.map { _ in .nan })
    }
    return trained(word / 3e6, curve: curve)
  }

  static func records(of plan: Plan<Memorization>) -> [Run: Record<MemorizationMeasurement>] {
    Dictionary(uniqueKeysWithValues: plan.runs.map { ($0, .measured(value(of: $0, in: plan))) })
  }
}

/// Small plans of memory capacities.
enum CapacityExample {
  static func settings(maximumDelay: Int = 12) throws -> CapacitySettings {
    try CapacitySettings(
      washoutSteps: 50, trainingSteps: 200, testSteps: 150, maximumDelay: maximumDelay, surrogates: 2)
  }

  static func grid(
    _ cells: [CellType] = [.esn, .gru], layers: [Int] = [1, 2], hiddenSizes: [Int] = [3, 5],
    leakRate: Double = 0.5
  ) throws -> NetworkGrid {
    var initialization = Initialization(.glorot)
    initialization.reservoir = try Reservoir(leakRate: leakRate)
    return NetworkGrid(
      cells: cells, layers: layers, hiddenSizes: hiddenSizes, inputSizes: [1], initialization: initialization)
  }

  static func plan(
    repeats: Int = 2, seed: UInt64 = 3, leakRate: Double = 0.5, maximumDelay: Int = 12
  ) throws -> Plan<Capacity> {
    try Plan(
      subjects: .drawn(grid(leakRate: leakRate)), repeats: repeats,
      settings: settings(maximumDelay: maximumDelay), seed: seed)
  }

  /// Two networks of different depth and input size.
  static func networks() -> [RecurrentNetwork<Double>] {
    [(CellType.lstm, 2, 1), (.rnn, 1, 2)].map { cell, layers, inputs in
      RecurrentNetwork(
        shape: NetworkShape(cell: cell, layers: layers, inputSize: inputs, hiddenSize: 4),
        initialization: Initialization(.pytorch), stream: RandomStream(seed: 5))
    }
  }

  static func networksPlan() throws -> Plan<Capacity> {
    let given = zip(["a", "b"], networks()).map { GivenNetwork(name: $0, path: "\($0).h5", network: $1) }
    return try Plan(subjects: .given(given), repeats: 3, settings: settings())
  }
}

/// Small plans of recall.
enum RecallExample {
  /// A latch and a network that remembers nothing, two magnitudes, 3 sequences, 4 steps.
  static func plan(precision: Precision = .float32) throws -> Plan<Recall> {
    let recipes = [
      ("latch gru", Construction.latch, NetworkShape(cell: .gru, inputSize: 1, hiddenSize: 5)),
      ("memoryless rnn", .memoryless, NetworkShape(cell: .rnn, inputSize: 1, hiddenSize: 2)),
    ]
    let networks = try recipes.map {
      try GivenNetwork(
        ConstructionRecipe($1, shape: $2, rate: nil), name: $0, precision: precision)
    }
    return try Plan(
      subjects: .given(networks),
      settings: RecallSettings(totalSteps: 10, sequences: 3, trainingSequences: 9, magnitudes: [1, 0.25]),
      seed: 8, precision: precision)
  }
}

/// Given networks for tests, small and different in kind, with plans and records of them.
enum NetworksExample {
  /// A GRU on an LSTM, whose sizes differ; 2 inputs.
  static let mixed = RecurrentNetwork<Double>(
    layers: [
      layer(.lstm, inputs: 2, hidden: 3, seed: 1), layer(.gru, inputs: 3, hidden: 5, seed: 2),
    ])
  /// An RNN; 2 inputs.
  static let simple = RecurrentNetwork<Double>(layers: [layer(.rnn, inputs: 2, hidden: 4, seed: 3)])
  /// 3 inputs.
  static let other = RecurrentNetwork<Double>(
    layers: [layer(.gruResetBefore, inputs: 3, hidden: 2, seed: 4)])

  static let networks = [mixed, simple, other]

  private static func layer(
    _ cell: CellType, inputs: Int, hidden: Int, seed: UInt64
  ) -> RecurrentLayer<Double> {
    RecurrentNetwork<Double>(
      shape: NetworkShape(cell: cell, inputSize: inputs, hiddenSize: hidden),
      initialization: Initialization(.pytorch), stream: RandomStream(seed: seed)
    ).layers[0]
  }

  static func given(_ networks: [RecurrentNetwork<Double>] = networks) -> [GivenNetwork] {
    networks.enumerated().map { index, network in
      GivenNetwork(
        name: ["mixed", "simple", "other"][index], path: "nets/\(index).keras",
        selection: index == 1 ? "rnn" : "", network: network)
    }
  }

  static func settings(
    totalSteps: Int = 300, thresholds: [Double] = [0.1, 1e-3], recordsCurve: Bool = false
  ) throws -> DivergenceSettings {
    try DivergenceSettings(
      totalSteps: totalSteps, uniqueSteps: 100, thresholds: thresholds, recordsCurve: recordsCurve)
  }

  /// 3 networks with 3 pairs and 2 kinds of 4 twins each: 81 runs.
  static func plan(
    networks: [GivenNetwork] = given(), pairs: Int = 3, twinKinds: [TwinKind] = [.glorot, .shuffled],
    twins: Int = 4, settings: DivergenceSettings? = nil, seed: UInt64 = 7, precision: Precision = .float32,
    inputs: InputSource = .random
  ) throws -> Plan<Divergence> {
    try Plan(
      subjects: .given(networks, twinKinds: twinKinds, twins: twins), repeats: pairs,
      settings: settings ?? self.settings(), seed: seed, precision: precision, inputs: inputs)
  }

  /// - Parameters:
  ///   - twin: the number of the twin.
  ///   - index: that of the pair.
  static func run(_ network: String, _ source: NetworkSource = .trained, twin: Int = 0, _ index: Int = 0)
    -> Run
  {
    Run(source.subjects(network, twins: twin + 1)[source == .trained ? 0 : twin], repeat: index)
  }

  /// Runs a sweep with the real prober.
  @discardableResult
  static func run(
    _ plan: Plan<Divergence>, networks: [RecurrentNetwork<Double>] = networks, to output: String,
    shard: Shard = .whole, jobs: Int = 2, recorded: RecordedInputs? = nil
  ) throws -> Results<Divergence> {
    try Sweep(
      plan: plan, shard: shard, output: output, jobs: jobs, provenance: Example.provenance,
      prober: Prober(plan, networks: networks, recorded: recorded)
    ).run()
  }
}
