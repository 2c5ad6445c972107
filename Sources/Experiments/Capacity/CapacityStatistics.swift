/// What the repeats of one subject of a capacity plan have in common. NaN where nothing was measured.
public struct CapacityStatistics: Equatable, Sendable {
  /// Repeats that were measured.
  public let count: Int
  public let meanCapacity: Double
  /// With ddof = 1; NaN for fewer than two.
  public let stdCapacity: Double
  /// Root mean square of the standard errors.
  public let standardError: Double
  /// Mean memory function, over the delays; empty where nothing was measured.
  public let memoryFunction: [Double]
  /// Mean noise floor, likewise.
  public let noiseFloor: [Double]

  /// The longest delay up to which at least half of the input is recovered, without a gap from delay 1; 0 if there
  /// is none.
  public var halfDelay: Int { memoryFunction.prefix { $0 >= 0.5 }.count }
}
