import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

@Suite struct NetworkProbeTests {
  private typealias Nets = NetworksExample

  private func records(
    _ plan: ComparisonPlan, _ networks: [RecurrentNetwork<Double>], recorded: RecordedInputs? = nil,
    runs: [NetworkRun]? = nil
  ) throws -> [NetworkRun: RunRecord] {
    var records: [NetworkRun: RunRecord] = [:]
    let probe = try NetworkProbe(plan, networks: networks, recorded: recorded)
    try probe.measure(runs ?? plan.coordinates, isCancelled: { false }) { records[$0] = RunRecord($1) }
    return records
  }

  /// A network of a grid, given as one from a file, is measured as in the grid, bit for bit: the same pair of
  /// sequences, the same arithmetic.
  @Test(arguments: Precision.allCases) func aGivenNetworkIsMeasuredAsInAGrid(precision: Precision) throws {
    let grid = try Example.plan(precision: precision)
    for run in grid.coordinates where run.repeatIndex == 1 {
      let network = RecurrentNetwork<Double>(
        rounding: RecurrentNetwork<Float>(
          shape: run.shape, initialization: grid.initialization, stream: grid.networkStream(run)))
      let exact = RecurrentNetwork<Double>(
        shape: run.shape, initialization: grid.initialization, stream: grid.networkStream(run))
      let given = precision == .float32 ? network : exact
      let plan = try Nets.plan(
        networks: Nets.given([given]), pairs: 2, twinKinds: [], settings: grid.settings, seed: grid.seed,
        precision: precision)
      var expected: RunRecord?
      try DivergenceProbe(grid).measure([run], isCancelled: { false }) { expected = RunRecord($1) }
      let found = try records(plan, [given])[NetworkRun(network: "mixed", source: .trained, index: 1)]
      #expect(found == expected)
    }
  }

  @Test func resultsDoNotDependOnCompany() throws {
    let plan = try Nets.plan()
    let all = try records(plan, Nets.networks)
    #expect(all.count == plan.runCount)
    for run in plan.coordinates.filter({ $0.index == 1 }) {
      #expect(try records(plan, Nets.networks, runs: [run])[run] == all[run])
    }
    // Nor on what else is in the plan, nor on the network's name and place there.
    let alone = try Nets.plan(
      networks: [GivenNetwork(name: "renamed", path: "", network: Nets.other)], pairs: 2,
      twinKinds: [.shuffled, .pytorch], twins: 2)
    let found = try records(alone, [Nets.other])
    for source in [NetworkSource.trained, .twin(.shuffled)] {
      for index in 0..<2 {
        let run = NetworkRun(network: "renamed", source: source, index: index)
        #expect(found[run] == all[NetworkRun(network: "other", source: source, index: index)])
      }
    }
  }

  @Test func twinsHaveTheShapesOfTheNetworkAndOtherWeights() throws {
    let plan = try Nets.plan(twinKinds: TwinKind.allCases, twins: 2)
    let probe = try NetworkProbe(plan, networks: Nets.networks)
    var seen: [RecurrentNetwork<Double>] = []
    for run in plan.coordinates where run.network == "mixed" {
      let network = probe.network(run, in: Double.self)
      #expect(network.layers.map(\.cell) == [.lstm, .gru])
      #expect(network.layers.map(\.hiddenSize) == [3, 5])
      guard case .twin(let kind) = run.source else {
        #expect(network == Nets.mixed)
        continue
      }
      #expect(!seen.contains(network))
      seen.append(network)
      let values = network.layers[1].recurrentKernel
      #expect(
        (values.sorted() == Nets.mixed.layers[1].recurrentKernel.sorted()) == (kind == .shuffled))
      // Glorot and Keras leave biases at zero but for the forget gate's.
      if kind == .glorot || kind == .keras {
        #expect(network.layers[0].bias.prefix(6) == [0, 0, 0, 1, 1, 1])
      }
    }
    #expect(seen.count == 10)
  }

  @Test func recordedInputsAreRead() throws {
    let values = (0..<600).map { Double($0 % 37) / 37 - 0.5 }
    let recorded = try RecordedInputs(rows: 200, columns: 3, values: values)
    let plan = try Nets.plan(inputs: InputSource(recorded, name: "x.npy"))
    let found = try records(plan, Nets.networks, recorded: recorded)
    #expect(found.count == plan.runCount)
    #expect(try records(Nets.plan(), Nets.networks) != found)
    #expect(throws: ComparisonPlanError.otherInputs) { try NetworkProbe(plan, networks: Nets.networks) }
    let other = try RecordedInputs(rows: 200, columns: 3, values: values.map { -$0 })
    #expect(throws: ComparisonPlanError.otherInputs) {
      try NetworkProbe(plan, networks: Nets.networks, recorded: other)
    }
    let narrow = try RecordedInputs(rows: 300, columns: 2, values: values)
    #expect(throws: RecordedInputsError.tooFewColumns(2, inputSize: 3)) {
      try NetworkProbe(plan, networks: Nets.networks, recorded: narrow)
    }
  }

  @Test func refusesOtherWeights() throws {
    var networks = Nets.networks
    networks[1] = networks[1].shuffled(stream: RandomStream(seed: 1))
    #expect(throws: GivenNetworksError.otherWeights("simple")) {
      try NetworkProbe(Nets.plan(), networks: networks)
    }
  }
}
