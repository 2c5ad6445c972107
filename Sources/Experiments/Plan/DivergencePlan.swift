import MemoryMeasures
import RecurrentNetworks

/// Everything that decides what a divergence sweep over a grid finds.
public struct DivergencePlan: Codable, Hashable, Sendable {
  public let grid: Grid
  public let settings: DivergenceSettings
  /// From which, with a run's coordinates, every random number is drawn.
  public let seed: UInt64
  public let initialization: Initialization
  public let precision: Precision
  /// The version of the arithmetic under which the plan was made: see `currentArithmeticRevision`.
  public let arithmeticRevision: Int

  /// Raised whenever a change to kernels, random streams or measures changes the bits of a result, so that
  /// results from before are never continued by, or merged with, results from after.
  public static let currentArithmeticRevision = 1

  /// - Throws: `PlanError` naming the value that is out of range.
  public init(
    grid: Grid, settings: DivergenceSettings, seed: UInt64 = 0,
    initialization: Initialization = Initialization(.glorot), precision: Precision = .float32
  ) throws(PlanError) {
    try self.init(
      grid: grid, settings: settings, seed: seed, initialization: initialization, precision: precision,
      arithmeticRevision: Self.currentArithmeticRevision)
  }

  private init(
    grid: Grid, settings: DivergenceSettings, seed: UInt64, initialization: Initialization,
    precision: Precision, arithmeticRevision: Int
  ) throws(PlanError) {
    try initialization.validate()
    self.grid = grid
    self.settings = settings
    self.seed = seed
    self.initialization = initialization
    self.precision = precision
    self.arithmeticRevision = arithmeticRevision
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let settings = try container.decode(DivergenceSettings.self, forKey: .settings)
    try settings.validate()
    try self.init(
      grid: container.decode(Grid.self, forKey: .grid),
      settings: settings,
      seed: container.decode(UInt64.self, forKey: .seed),
      initialization: container.decode(Initialization.self, forKey: .initialization),
      precision: container.decode(Precision.self, forKey: .precision),
      arithmeticRevision: container.decode(Int.self, forKey: .arithmeticRevision))
  }
}
