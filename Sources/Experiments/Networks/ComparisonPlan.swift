import MemoryMeasures
import RecurrentNetworks

/// Everything that decides what a divergence sweep over given networks finds: each of them alone, fed several
/// pairs of input sequences, or also compared with random twins.
///
/// Either sample of a comparison consists of independent draws. A given network is one network, so its runs are
/// draws of a pair of sequences, `pairs` of them. Twins are drawn afresh, and every twin has a single pair of its
/// own, which none of the given network's runs has: several pairs of one twin would be pseudo-replicates, whose
/// similarity passes for certainty (Hurlbert 1984). What is compared is thus this network, over inputs, with
/// networks of the twins' kind, over networks and inputs.
public struct ComparisonPlan: Codable, Hashable, Sendable {
  /// With different names.
  public let networks: [GivenNetwork]
  /// Pairs of input sequences that every given network is fed.
  public let pairs: Int
  /// Kinds of twins; empty where the networks are measured alone.
  public let twinKinds: [TwinKind]
  /// Twins of every kind that each network has; 0 if there are no kinds.
  public let twins: Int
  public let settings: DivergenceSettings
  /// From which, with a run's coordinates, every random number is drawn.
  public let seed: UInt64
  public let precision: Precision
  public let inputs: InputSource
  /// The version of the arithmetic under which the plan was made.
  public let arithmeticRevision: Int

  /// As many as a grid cell of the article has repeats.
  public static let defaultPairs = 10
  /// Ten pairs against thirty twins that all differ from them have an exact p of 2.4e-9: small enough to stay
  /// significant after a correction for hundreds of comparisons.
  public static let defaultTwins = 30
  public static let defaultTwinKinds: [TwinKind] = [.glorot, .keras, .pytorch, .shuffled]

  /// - Parameters:
  ///   - twins: of every kind; of no importance without kinds.
  /// - Throws: `GivenNetworksError` or `ComparisonPlanError` naming the value that is out of range.
  public init(
    networks: [GivenNetwork], pairs: Int = Self.defaultPairs, twinKinds: [TwinKind] = [],
    twins: Int = Self.defaultTwins, settings: DivergenceSettings, seed: UInt64 = 0,
    precision: Precision = .float32, inputs: InputSource = .normal
  ) throws {
    try self.init(
      networks: networks, pairs: pairs, twinKinds: twinKinds, twins: twinKinds.isEmpty ? 0 : twins,
      settings: settings, seed: seed, precision: precision, inputs: inputs,
      arithmeticRevision: DivergencePlan.currentArithmeticRevision)
  }

  private init(
    networks: [GivenNetwork], pairs: Int, twinKinds: [TwinKind], twins: Int,
    settings: DivergenceSettings, seed: UInt64, precision: Precision, inputs: InputSource,
    arithmeticRevision: Int
  ) throws {
    self.networks = networks
    self.pairs = pairs
    self.twinKinds = twinKinds
    self.twins = twins
    self.settings = settings
    self.seed = seed
    self.precision = precision
    self.inputs = inputs
    self.arithmeticRevision = arithmeticRevision
    try networks.validate()
    try validate()
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let settings = try container.decode(DivergenceSettings.self, forKey: .settings)
    try settings.validate()
    try self.init(
      networks: container.decode([GivenNetwork].self, forKey: .networks),
      pairs: container.decode(Int.self, forKey: .pairs),
      twinKinds: container.decode([TwinKind].self, forKey: .twinKinds),
      twins: container.decode(Int.self, forKey: .twins),
      settings: settings,
      seed: container.decode(UInt64.self, forKey: .seed),
      precision: container.decode(Precision.self, forKey: .precision),
      inputs: container.decode(InputSource.self, forKey: .inputs),
      arithmeticRevision: container.decode(Int.self, forKey: .arithmeticRevision))
  }

  /// The given network and its kinds of twins.
  public var sources: [NetworkSource] { [.trained] + twinKinds.map { .twin($0) } }

  /// Runs of a network from a source.
  public func count(of source: NetworkSource) -> Int {
    switch source {
    case .trained: pairs
    case .twin: twins
    }
  }

  /// - Precondition: the plan has a network of this name.
  func network(named name: String) -> GivenNetwork {
    guard let network = networks.first(where: { $0.name == name }) else {
      preconditionFailure("there is no network \(name) in the plan")
    }
    return network
  }

  private func validate() throws(ComparisonPlanError) {
    guard (1...Grid.mostRuns).contains(pairs) else { throw .pairs(pairs) }
    guard twinKinds.isEmpty ? twins == 0 : (1...Grid.mostRuns).contains(twins) else { throw .twins(twins) }
    for (place, kind) in twinKinds.enumerated() where twinKinds[..<place].contains(kind) {
      throw .repeatedKind(kind)
    }
    // Every source has as many places in a results file as the one with the most runs.
    let places = Double(networks.count) * Double(sources.count) * Double(max(pairs, twins))
    guard places <= Double(Grid.mostRuns) else { throw .tooManyRuns(places) }
  }
}
