import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

@Suite struct GivenPlanTests {
  private typealias Nets = NetworksExample

  /// Stored results carry fingerprints: these must never change, but with the arithmetic revision.
  @Test func fingerprintsAreTheSameForEver() throws {
    // Both worked out apart from this program.
    #expect(GivenNetwork.digest(of: Self.counted) == 7_359_541_192_066_905_315)
    let given = GivenNetwork(name: "n", path: "p", network: Self.counted)
    let plan = try Nets.plan(networks: [given])
    #expect(plan.fingerprint == "2e16fc3b918e2999")
  }

  /// An RNN with the weights 1, 2, 3.
  private static let counted = RecurrentNetwork<Double>(
    layers: [
      RecurrentLayer(
        cell: .rnn, inputSize: 1, hiddenSize: 1, inputKernel: [1], recurrentKernel: [2], bias: [3])
    ])

  /// Networks of the same weights that compute something else have other fingerprints.
  @Test func whatALayerIsBeyondItsWeightsCounts() {
    func digest(_ activation: Activation = .tanh, _ variation: CellVariation<Double> = .none) -> UInt64 {
      GivenNetwork.digest(
        of: RecurrentNetwork(
          layers: [
            RecurrentLayer(
              cell: .lstm, inputSize: 1, hiddenSize: 1, inputKernel: [1, 2, 3, 4],
              recurrentKernel: [5, 6, 7, 8],
              bias: [9, 10, 11, 12], activation: activation, variation: variation)
          ]))
    }
    let digests = [
      digest(), digest(.relu), digest(Activation(.leakyRelu)), digest(Activation(.leakyRelu, alpha: 0.2)),
      digest(.tanh, CellVariation(clip: 3)), digest(.tanh, CellVariation(clip: 2)),
      digest(.tanh, CellVariation(couplesGates: true)), digest(.tanh, CellVariation(peepholes: [1, 2, 3])),
      digest(.tanh, CellVariation(peepholes: [1, 2, 4])),
    ]
    #expect(Set(digests).count == digests.count)
  }

  /// A plan knows the head that is read by its shape and a digest, stored or not, and refuses another.
  @Test func headsCount() throws {
    func network(_ weight: Double?) -> RecurrentNetwork<Double> {
      var network = Self.counted
      network.head = weight.map { weight in
        NetworkHead(
          name: "answer",
          layers: [.init(inputSize: 1, outputSize: 1, weights: [weight], bias: [0], activation: .softmax)])
      }
      return network
    }
    func plan(_ weight: Double?) throws -> Plan<Divergence> {
      try Plan(
        subjects: .given(
          [GivenNetwork(name: "n", path: "p", network: network(weight))], twinKinds: [.glorot], twins: 2),
        repeats: 1,
        settings: DivergenceSettings(
          totalSteps: 300, uniqueSteps: 100, followsResponse: weight != nil,
          reading: weight == nil ? .outputs : .head))
    }
    let (one, other) = (try plan(4), try plan(5))
    #expect(try one.stored() == one && one.stored().subjects.given[0].outline.head?.name == "answer")
    #expect(one.firstDifference(from: other) == "network" && one.fingerprint != other.fingerprint)
    #expect(throws: PlanError.otherWeights("n")) { try Prober(one, networks: [network(5)]) }
    #expect(throws: PlanError.otherWeights("n")) { try Prober(one, networks: [network(nil)]) }
    #expect(throws: PlanError.otherWeights("n")) { try Prober(plan(nil), networks: [network(4)]) }
    // Twins read by the head of their network.
    let twin = Run(.twin(of: "n", .glorot, number: 1))
    let prober = try Prober(one, networks: [network(4)])
    #expect(prober.network(twin, in: Float.self).head == network(4).head)
    var results: [Run: Record<DivergenceMeasurement>] = [:]
    try prober.measure(one.runs, threads: ThreadShare(1), isCancelled: { false }) { results[$0] = Record($1) }
    #expect(results.count == 3 && results.values.allSatisfy { $0.value?.response != nil })
  }

  @Test func everyFieldCounts() throws {
    let plan = try Nets.plan()
    let given = Nets.given()
    var named = given
    named[0] = GivenNetwork(name: "another", path: given[0].path, network: Nets.mixed)
    var weighted = given
    weighted[1] = GivenNetwork(
      name: "simple", path: given[1].path, selection: "rnn",
      network: Nets.simple.shuffled(stream: RandomStream(seed: 0)))
    let recorded = try RecordedInputs(
      RecordedLayout(rows: 2, isRepeated: true), columns: 3, values: [1, 2, 3, 4, 5, 6])
    let variants: [(String, Plan<Divergence>)] = try [
      ("network", Nets.plan(networks: named)),
      ("network", Nets.plan(networks: weighted)),
      ("network", Nets.plan(networks: given.reversed())),
      ("pairs", Nets.plan(pairs: 4)),
      ("against", Nets.plan(twinKinds: [.shuffled, .glorot])),
      ("twins", Nets.plan(twins: 5)),
      ("seed", Nets.plan(seed: 8)),
      ("precision", Nets.plan(precision: .float64)),
      ("inputs", Nets.plan(inputs: InputSource(recorded, name: "x.npy"))),
      ("total-steps", Nets.plan(settings: Nets.settings(totalSteps: 301))),
      ("thresholds", Nets.plan(settings: Nets.settings(thresholds: [0.1]))),
      ("curves", Nets.plan(settings: Nets.settings(recordsCurve: true))),
    ]
    for (key, variant) in variants {
      #expect(plan.firstDifference(from: variant) == key)
      #expect(plan.fingerprint != variant.fingerprint)
    }
    #expect(Set(variants.map(\.1.fingerprint)).count == variants.count)
    #expect(plan.firstDifference(from: plan) == nil)
  }

  /// Where a file lies is told, but does not make another plan.
  @Test func pathsDoNotCount() throws {
    var moved = Nets.given()
    moved[0] = GivenNetwork(name: "mixed", path: "/elsewhere/m.keras", selection: "a..b", network: Nets.mixed)
    #expect(try Nets.plan(networks: moved).fingerprint == Nets.plan().fingerprint)
    let recorded = try RecordedInputs(RecordedLayout(rows: 2, isRepeated: true), columns: 1, values: [1, 2])
    #expect(
      InputSource(recorded, name: "a.npy").exactText == InputSource(recorded, name: "b.csv").exactText)
  }

  @Test func runsAreInOrder() throws {
    let plan = try Nets.plan(networks: Array(Nets.given().prefix(2)), pairs: 1, twins: 2)
    let expected = ["mixed", "simple"].flatMap { name -> [Subject] in
      [.given(name)]
        + [TwinKind.glorot, .shuffled].flatMap { kind in (0..<2).map { .twin(of: name, kind, number: $0) } }
    }
    #expect(plan.runs == expected.map { Run($0) })
    #expect(plan.runCount == 10)
    // The network itself is one.
    #expect(
      plan.layout.places.map { $0 == nil }
        == [false, true, false, false, false, false, false, true, false, false, false, false])
  }

  @Test func withoutKindsThereAreNoTwins() throws {
    let plan = try Nets.plan(twinKinds: [])
    #expect(plan.subjects.twins == 0)
    #expect(plan.runs.allSatisfy { if case .given = $0.subject { true } else { false } })
    #expect(plan.runCount == 9)
  }

  @Test(arguments: [
    (#""pairs":3"#, #""pairs":0"#), (#""twins":4"#, #""twins":-1"#),
    (#""total-steps":300"#, #""total-steps":0"#), (#""hiddenSize":3"#, #""hiddenSize":4"#),
    (#""inputSize":2"#, #""inputSize":0"#), (#""name":"mixed""#, #""name":"simple""#),
    (#""shuffled""#, #""glorot""#), (#""glorot""#, #""other""#),
  ])
  func decodingChecksEveryValue(field: String, broken: String) throws {
    #expect(throws: (any Error).self) { try Nets.plan().stored(changing: field, to: broken) }
  }

  @Test func refusesWhatCannotBeRun() throws {
    #expect(throws: PlanError.noNetworks) { try Nets.plan(networks: []) }
    #expect(refusedKey { try Nets.plan(pairs: 0) } == "pairs")
    #expect(refusedKey { try Nets.plan(twins: 0) } == "twins")
    #expect(refusedKey { try Nets.plan(twinKinds: [.keras, .glorot, .keras]) } == "against")
    let given = Nets.given()
    #expect(throws: PlanError.repeatedName("mixed")) {
      try Nets.plan(networks: [given[0], given[0]])
    }
    #expect(throws: PlanError.tooManyRuns(2.7e8, of: ["network", "source", "twin", "repeat"])) {
      try Nets.plan(twins: 10_000_000)
    }
  }

  /// Every twin has weights of its own, and reads the pairs that its network reads.
  @Test func everyTwinHasItsOwnStreamAndThePairsOfItsNetwork() throws {
    let plan = try Nets.plan()
    let twins = plan.runs.filter { if case .twin = $0.subject { true } else { false } }
    #expect(twins.count == 3 * 2 * 4 * 3 && Set(twins.map(plan.networkStream)).count == 24)
    #expect(Set(plan.runs.map(plan.networkKey)).count == 27)

    // Two input sizes with three pairs each.
    let pairs = Dictionary(grouping: plan.runs) {
      plan.outline(of: $0.subject).inputSize + 100 * $0.repeatIndex
    }
    #expect(pairs.count == 6)
    #expect(Set(plan.runs.map { plan.inputStream(plan.inputPath($0)) }).count == 6)
    for runs in pairs.values {
      #expect(Set(runs.map { plan.inputStream(plan.inputPath($0)) }).count == 1)
    }
  }

  /// Before version 3 twin number t had a pair that no other network had, and the same weights as today.
  @Test func twinsOfEarlierVersions() throws {
    let plan = try Nets.plan()
    let earlier = try plan.stored(changing: #","twin-pairs":"shared""#, to: "")
    #expect(earlier.subjects.twinPairs == .own && earlier.runCount == 33 && earlier != plan)
    #expect(earlier.firstDifference(from: plan) == "twin-pairs")
    #expect(earlier.axes.map(\.name) == ["network", "source", "run"])
    let run = Run(.twin(of: "mixed", .shuffled, number: nil), repeat: 3)
    #expect(earlier.networkStream(run) == plan.networkStream(Run(.twin(of: "mixed", .shuffled, number: 3))))
    #expect(earlier.inputPath(run) != plan.inputPath(Run(.given("mixed"), repeat: 3)))
    #expect(try earlier.stored() == earlier)
  }

  @Test func groupsCount() throws {
    let networks = [
      Nets.simple, Nets.simple.shuffled(stream: RandomStream(seed: 4)),
      Nets.simple.shuffled(stream: RandomStream(seed: 5)),
    ]
    func plan(_ groups: [String?]) throws -> Plan<Divergence> {
      try Nets.plan(
        networks: zip(networks, groups).enumerated().map { index, network in
          GivenNetwork(name: "\(index)", path: "nets/\(index)", group: network.1, network: network.0)
        })
    }
    let (alone, grouped) = (try plan([nil, nil, nil]), try plan([nil, "g", "g"]))
    #expect(alone.firstDifference(from: grouped) == "group" && alone.fingerprint != grouped.fingerprint)
    #expect(try grouped.stored() == grouped)
    #expect(grouped.subjects.samples.map(\.name) == ["0", "g"])
    #expect(grouped.experiment.networks == ["nets/0"])
    #expect(grouped.experiment.groups == [NetworkGroup(name: "g", paths: ["nets/1", "nets/2"])])
  }

  @Test func everyRunIsInExactlyOnePart() throws {
    let plan = try Nets.plan()
    let parts = try (1...5).map { plan.runs(of: try Shard(index: $0, count: 5)) }
    #expect(parts.flatMap(\.self).count == plan.runCount)
    #expect(Set(parts.flatMap(\.self)) == Set(plan.runs))
  }
}
