import MemoryMeasures
import RecurrentNetworks

@testable import Experiments

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

  /// 3 networks with 3 pairs and 2 kinds of 4 twins each: 33 runs.
  static func plan(
    networks: [GivenNetwork] = given(), pairs: Int = 3, twinKinds: [TwinKind] = [.glorot, .shuffled],
    twins: Int = 4, settings: DivergenceSettings? = nil, seed: UInt64 = 7, precision: Precision = .float32,
    inputs: InputSource = .random
  ) throws -> Plan<Divergence> {
    try Plan(
      subjects: .given(networks, twinKinds: twinKinds, twins: twins), repeats: pairs,
      settings: settings ?? self.settings(), seed: seed, precision: precision, inputs: inputs)
  }

  static func run(_ network: String, _ source: NetworkSource = .trained, _ index: Int = 0) -> Run {
    Run(source.subject(network), repeat: index)
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
