import MemoryMeasures
import RecurrentNetworks

/// Everything that decides what a grid of trainings on the memorization task finds.
public struct MemorizationPlan: Codable, Hashable, Sendable {
  public let grid: MemorizationGrid
  public let settings: MemorizationSettings
  /// From which, with a run's coordinates, every random number is drawn.
  public let seed: UInt64
  /// Of the weights before training.
  public let initialization: Initialization
  /// A training counts as learned if its loss is below this.
  public let learnedBelow: Double
  /// The version of the arithmetic under which the plan was made: see `currentArithmeticRevision`.
  public let arithmeticRevision: Int

  /// Raised whenever a change to kernels, random streams or training changes the bits of a result.
  public static let currentArithmeticRevision = 1

  /// Below it lies what is as good as remembered: guessing the mean of uniform numbers scores 0.25, and losses
  /// between are rare.
  public static let defaultLearnedBelow = 0.1

  /// - Throws: `PlanError` or `MemorizationPlanError` naming the value that is out of range.
  public init(
    grid: MemorizationGrid, settings: MemorizationSettings, seed: UInt64 = 0,
    initialization: Initialization = Initialization(.pytorch),
    learnedBelow: Double = Self.defaultLearnedBelow
  ) throws {
    try self.init(
      grid: grid, settings: settings, seed: seed, initialization: initialization, learnedBelow: learnedBelow,
      arithmeticRevision: Self.currentArithmeticRevision)
  }

  private init(
    grid: MemorizationGrid, settings: MemorizationSettings, seed: UInt64, initialization: Initialization,
    learnedBelow: Double, arithmeticRevision: Int
  ) throws {
    try settings.validate()
    try initialization.validate()
    guard learnedBelow.isFinite, learnedBelow > 0 else {
      throw MemorizationPlanError.learnedBelow(learnedBelow)
    }
    self.grid = grid
    self.settings = settings
    self.seed = seed
    self.initialization = initialization
    self.learnedBelow = learnedBelow
    self.arithmeticRevision = arithmeticRevision
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      grid: container.decode(MemorizationGrid.self, forKey: .grid),
      settings: container.decode(MemorizationSettings.self, forKey: .settings),
      seed: container.decode(UInt64.self, forKey: .seed),
      initialization: container.decode(Initialization.self, forKey: .initialization),
      learnedBelow: container.decode(Double.self, forKey: .learnedBelow),
      arithmeticRevision: container.decode(Int.self, forKey: .arithmeticRevision))
  }

  /// Whether a loss counts as learned.
  public func isLearned(_ loss: Double) -> Bool { loss < learnedBelow }
}
