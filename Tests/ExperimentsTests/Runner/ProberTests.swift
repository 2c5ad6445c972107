import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

@Suite struct ProberTests {
  private typealias Nets = NetworksExample

  private func records(
    _ plan: Plan<Divergence>, _ networks: [RecurrentNetwork<Double>], recorded: RecordedInputs? = nil,
    runs: [Run]? = nil
  ) throws -> [Run: Record<DivergenceMeasurement>] {
    var records: [Run: Record<DivergenceMeasurement>] = [:]
    let probe = try Prober(plan, networks: networks, recorded: recorded)
    try probe.measure(runs ?? plan.runs, threads: 1, isCancelled: { false }) { records[$0] = Record($1) }
    return records
  }

  /// A network of a grid, given as one from a file, is measured as in the grid, bit for bit: the same pair of
  /// sequences, the same arithmetic.
  @Test(arguments: Precision.allCases) func aGivenNetworkIsMeasuredAsInAGrid(precision: Precision) throws {
    let grid = try Example.plan(precision: precision)
    for run in grid.runs where run.repeatIndex == 1 {
      guard case .drawn(let shape) = run.subject else { continue }
      let network = RecurrentNetwork<Double>(
        rounding: RecurrentNetwork<Float>(
          shape: shape, initialization: Initialization(.glorot), stream: grid.networkStream(run)))
      let exact = RecurrentNetwork<Double>(
        shape: shape, initialization: Initialization(.glorot), stream: grid.networkStream(run))
      let given = precision == .float32 ? network : exact
      let plan = try Nets.plan(
        networks: Nets.given([given]), pairs: 2, twinKinds: [], settings: grid.settings, seed: grid.seed,
        precision: precision)
      var expected: Record<DivergenceMeasurement>?
      try Prober(grid).measure([run], threads: 1, isCancelled: { false }) { expected = Record($1) }
      let found = try records(plan, [given])[Nets.run("mixed", .trained, 1)]
      #expect(try plan.areEqual(#require(found), #require(expected)))
    }
  }

  @Test func resultsDoNotDependOnCompany() throws {
    let plan = try Nets.plan()
    let all = try records(plan, Nets.networks)
    #expect(all.count == plan.runCount)
    for run in plan.runs.filter({ $0.repeatIndex == 1 }) {
      #expect(try plan.agree(records(plan, Nets.networks, runs: [run]), all.filter { $0.key == run }))
    }
    // Nor on what else is in the plan, nor on the network's name and place there.
    let alone = try Nets.plan(
      networks: [GivenNetwork(name: "renamed", path: "", network: Nets.other)], pairs: 2,
      twinKinds: [.shuffled, .pytorch], twins: 2)
    let found = try records(alone, [Nets.other])
    for source in [NetworkSource.trained, .twin(.shuffled)] {
      for twin in 0..<(source == .trained ? 1 : 2) {
        for pair in 0..<2 {
          let one = try #require(found[Nets.run("renamed", source, twin: twin, pair)])
          #expect(try alone.areEqual(one, #require(all[Nets.run("other", source, twin: twin, pair)])))
        }
      }
    }
  }

  @Test func twinsHaveTheShapesOfTheNetworkAndOtherWeights() throws {
    let plan = try Nets.plan(twinKinds: TwinKind.allCases, twins: 2)
    let probe = try Prober(plan, networks: Nets.networks)
    let mixed = RecurrentNetwork<Float>(rounding: Nets.mixed)
    var seen: [RecurrentNetwork<Float>] = []
    for run in plan.runs where run.repeatIndex == 0 {
      switch run.subject {
      case .given("mixed"), .twin(of: "mixed", _, _): break
      default: continue
      }
      let network = probe.network(run, in: Float.self)
      #expect(network.layers.map(\.cell) == [.lstm, .gru])
      #expect(network.layers.map(\.hiddenSize) == [3, 5])
      guard case .twin(_, let kind, _) = run.subject else {
        #expect(network == mixed)
        continue
      }
      #expect(!seen.contains(network))
      seen.append(network)
      let values = network.layers[1].recurrentKernel
      #expect((values.sorted() == mixed.layers[1].recurrentKernel.sorted()) == (kind == .shuffled))
      // Glorot and Keras leave biases at zero but for the forget gate's.
      if kind == .glorot || kind == .keras {
        #expect(network.layers[0].bias.prefix(6) == [0, 0, 0, 1, 1, 1])
      }
    }
    #expect(seen.count == 10)
  }

  @Test func recordedInputsAreRead() throws {
    let networks = Array(Nets.networks.prefix(2))
    let given = Array(Nets.given().prefix(2))
    let values = (0..<600).map { Double($0 % 37) / 37 - 0.5 }
    let layout = RecordedLayout(rows: 300)
    let recorded = try RecordedInputs(layout, columns: 2, values: values)
    let inputs = InputSource(recorded, name: "x.npy")
    let plan = try Nets.plan(networks: given, inputs: inputs)
    let found = try records(plan, networks, recorded: recorded)
    #expect(found.count == plan.runCount)
    #expect(try !plan.agree(records(Nets.plan(networks: given), networks), found))
    #expect(throws: PlanError.otherInputs) { try Prober(plan, networks: networks) }
    let other = try RecordedInputs(layout, columns: 2, values: values.map { -$0 })
    #expect(throws: PlanError.otherInputs) { try Prober(plan, networks: networks, recorded: other) }
    // Other starts, other runs.
    let repeated = try RecordedInputs(
      RecordedLayout(rows: 300, isRepeated: true), columns: 2, values: values)
    #expect(throws: PlanError.otherInputs) { try Prober(plan, networks: networks, recorded: repeated) }
    #expect(
      try Nets.plan(networks: given, inputs: InputSource(repeated, name: "x.npy")).fingerprint
        != plan.fingerprint)
    // Of the three networks one reads 3 inputs: what it would not be fed is not left out silently.
    #expect(throws: RecordedInputsError.otherColumns(2, names: nil, inputSize: 3)) {
      try Prober(Nets.plan(inputs: inputs), networks: Nets.networks, recorded: recorded)
    }
    #expect(
      throws: RecordedInputsError.tooFewSteps(
        300, sequences: 1, needed: 301, of: ["total-steps"], mayRepeat: true)
    ) { try Nets.plan(settings: Nets.settings(totalSteps: 301), inputs: inputs) }
  }

  /// What was read from a file is let go once its weights are packed, and they are packed once: all runs have the same.
  @Test(arguments: Precision.allCases) func givenNetworksAreKeptOnce(precision: Precision) throws {
    weak var weights: NetworkOfAFile.Token?
    let plan = try Nets.plan(networks: Nets.given([Nets.mixed]), twinKinds: [.shuffled], precision: precision)
    let probe: Prober<Divergence>
    do {
      let network = NetworkOfAFile(Nets.mixed)
      weights = network.token
      #expect(weights != nil)
      probe = try Prober(plan, networks: [network])
    }
    #expect(weights == nil)
    let run = Nets.run("mixed", .trained, 0)
    switch precision {
    case .float64: #expect(probe.network(run, in: Double.self) == Nets.mixed)
    default:
      let rounded = RecurrentNetwork<Float>(rounding: Nets.mixed, to: Arithmetic(precision))
      #expect(probe.network(run, in: Float.self) == rounded)
    }
  }

  @Test func refusesOtherWeights() throws {
    var networks = Nets.networks
    networks[1] = networks[1].shuffled(stream: RandomStream(seed: 1))
    #expect(throws: PlanError.otherWeights("simple")) {
      try Prober(Nets.plan(), networks: networks)
    }
  }
}

/// A network that tells when nobody has it any more.
private struct NetworkOfAFile: NetworkOfAnyPrecision {
  final class Token: Sendable {}

  let token = Token()
  private let network: RecurrentNetwork<Double>

  init(_ network: RecurrentNetwork<Double>) { self.network = network }

  var layers: [RecurrentLayer<Double>] { network.layers }
  var head: NetworkHead? { nil }
  func biases(ofLayer layer: Int) -> [[Double]] { network.biases(ofLayer: layer) }
  func rounded<Other: NetworkScalar>(to: Other.Type) -> RecurrentNetwork<Other> { network.rounded(to: to) }
}
