import MemoryMeasures
import RecurrentNetworks

/// Everything that decides what a sweep of memory capacities finds.
public struct CapacityPlan: Codable, Hashable, Sendable {
  public let subjects: CapacitySubjects
  /// Runs of every subject, each with its own inputs; drawn networks are drawn anew.
  public let repeats: Int
  public let settings: CapacitySettings
  /// From which, with a run's coordinates, every random number is drawn.
  public let seed: UInt64
  public let precision: Precision
  /// The version of the arithmetic under which the plan was made: see `currentArithmeticRevision`.
  public let arithmeticRevision: Int

  /// As many as a grid cell of the divergence article has.
  public static let defaultRepeats = 10

  /// Raised whenever a change to kernels, random streams or the measure changes more of a result than the last
  /// digits, which depend on the processor as well.
  public static let currentArithmeticRevision = 1

  /// - Throws: `CapacityPlanError`, `GridError`, `GivenNetworksError`, `PlanError` or `CapacitySettingsError`
  ///   naming the value that is out of range.
  public init(
    subjects: CapacitySubjects, repeats: Int = Self.defaultRepeats, settings: CapacitySettings,
    seed: UInt64 = 0, precision: Precision = .float32
  ) throws {
    try self.init(
      subjects: subjects, repeats: repeats, settings: settings, seed: seed, precision: precision,
      arithmeticRevision: Self.currentArithmeticRevision)
  }

  private init(
    subjects: CapacitySubjects, repeats: Int, settings: CapacitySettings, seed: UInt64,
    precision: Precision, arithmeticRevision: Int
  ) throws {
    self.subjects = subjects
    self.repeats = repeats
    self.settings = settings
    self.seed = seed
    self.precision = precision
    self.arithmeticRevision = arithmeticRevision
    try settings.validate()
    try validate()
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      subjects: container.decode(CapacitySubjects.self, forKey: .subjects),
      repeats: container.decode(Int.self, forKey: .repeats),
      settings: container.decode(CapacitySettings.self, forKey: .settings),
      seed: container.decode(UInt64.self, forKey: .seed),
      precision: container.decode(Precision.self, forKey: .precision),
      arithmeticRevision: container.decode(Int.self, forKey: .arithmeticRevision))
  }

  /// - Precondition: the plan has a network of this name.
  func network(named name: String) -> GivenNetwork {
    guard case .networks(let networks) = subjects,
      let network = networks.first(where: { $0.name == name })
    else { preconditionFailure("there is no network \(name) in the plan") }
    return network
  }

  /// The sizes of a subject's networks, or of a stack of equal layers that is at least as large.
  func envelope(of subject: CapacitySubject) -> NetworkShape {
    switch subject {
    case .drawn(let shape): shape
    case .given(let name): network(named: name).envelope
    }
  }

  /// Units of the last layer: the bound of the capacity.
  public func units(of subject: CapacitySubject) -> Int {
    switch subject {
    case .drawn(let shape): shape.hiddenSize
    case .given(let name): network(named: name).layers.last?.hiddenSize ?? 0
    }
  }

  private func validate() throws {
    switch subjects {
    case .grid(let grid, let initialization):
      try initialization.validate()
      try GridAxis.repeat.validate(repeats)
      try GridAxis.validate([
        .cell: grid.cells.count, .layers: grid.layers.count, .hiddenSize: grid.hiddenSizes.count,
        .repeat: repeats,
      ])
    case .networks(let networks):
      try networks.validate()
      try GridAxis.repeat.validate(repeats)
      let runs = Double(networks.count) * Double(repeats)
      guard runs <= Double(Grid.mostRuns) else { throw CapacityPlanError.tooManyRuns(runs) }
    }
    for subject in subjects.all {
      let least = Capacity.leastTrainingSteps(
        units: units(of: subject), inputs: envelope(of: subject).inputSize, settings)
      guard settings.trainingSteps >= least else {
        throw CapacityPlanError.tooFewTrainingSteps(found: settings.trainingSteps, least: least)
      }
    }
  }
}
