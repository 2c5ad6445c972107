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

  /// - Parameter found: of one subject, in the order of the repeats.
  public init(_ found: [CapacityMeasurement]) {
    let totals = Sample(found.map(\.total))
    let count = Double(found.count)
    func mean(_ values: (CapacityMeasurement) -> [Double]) -> [Double] {
      guard let first = found.first else { return [] }
      var sums = [Double](repeating: 0, count: values(first).count)
      for measurement in found {
        for (delay, value) in values(measurement).enumerated() { sums[delay] += value }
      }
      return sums.map { $0 / count }
    }
    let squares = found.reduce(0) { $0 + $1.standardError * $1.standardError }
    self.count = found.count
    (meanCapacity, stdCapacity) = (totals.mean, totals.standardDeviation)
    standardError = found.isEmpty ? .nan : (squares / count).squareRoot()
    (memoryFunction, noiseFloor) = (mean(\.memoryFunction), mean(\.noiseFloor))
  }

  /// The longest delay up to which at least half of the input is recovered, without a gap from delay 1; 0 if there
  /// is none.
  public var halfDelay: Int { memoryFunction.prefix { $0 >= 0.5 }.count }
}
