/// How much of the input k steps ago a linear readout recovers, for every delay k = 1 ... K.
public struct CapacityMeasurement: Codable, Equatable, Sendable {
  /// MC_k: the squared correlation on the test sequence, corrected for chance; of a network with several inputs
  /// the sum over them. About 0 where nothing is remembered, and below 0 as often as above; 1 (per input) where
  /// the delayed input is recovered exactly.
  public var memoryFunction: [Double]
  /// Mean squared correlation of readouts that were fitted to shuffled targets: what a network scores that
  /// remembers nothing. Of a network with several inputs the sum over them.
  public var noiseFloor: [Double]
  /// Standard error of the total, from blocks of the test sequence left out in turn.
  public var standardError: Double

  public init(memoryFunction: [Double], noiseFloor: [Double], standardError: Double) {
    self.memoryFunction = memoryFunction
    self.noiseFloor = noiseFloor
    self.standardError = standardError
  }

  /// MC: the sum of the memory function. For independent inputs at most the number of units (Jaeger 2001), but
  /// for its sampling error.
  public var total: Double { memoryFunction.reduce(0, +) }
}

/// What the repeats of one network, or of one kind of networks, have in common. NaN where nothing was measured.
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

  /// - Parameter found: of the repeats, in their order; with the same delays.
  public init(_ found: [CapacityMeasurement]) {
    let totals = Sample(found.map(\.total))
    let squares = found.reduce(0) { $0 + $1.standardError * $1.standardError }
    func mean(_ values: (CapacityMeasurement) -> [Double]) -> [Double] {
      var sums = [Double](repeating: 0, count: found.first.map { values($0).count } ?? 0)
      for measurement in found {
        for (delay, value) in values(measurement).enumerated() { sums[delay] += value }
      }
      return sums.map { $0 / Double(found.count) }
    }
    count = found.count
    meanCapacity = totals.mean
    stdCapacity = totals.standardDeviation
    standardError = found.isEmpty ? .nan : (squares / Double(found.count)).squareRoot()
    memoryFunction = mean(\.memoryFunction)
    noiseFloor = mean(\.noiseFloor)
  }

  /// The longest delay up to which at least half of the input is recovered, without a gap from delay 1; 0 if there
  /// is none.
  public var halfDelay: Int { memoryFunction.prefix { $0 >= 0.5 }.count }
}

/// Adds up what is found of each input of a network, and how it varies with the test steps.
struct CapacitySums {
  /// Blocks of test steps that are left out in turn.
  static let blocks = 20

  private let settings: CapacitySettings
  private var memoryFunction: [Double]
  private var noiseFloor: [Double]
  /// The total without each block.
  private var totals = [Double](repeating: 0, count: blocks)
  private var inputs = 0.0

  init(settings: CapacitySettings) {
    self.settings = settings
    memoryFunction = Array(repeating: 0, count: settings.maximumDelay)
    noiseFloor = memoryFunction
  }

  /// - Parameters:
  ///   - correlations: of the delays of one input, in `blocks` blocks.
  ///   - noiseFloor: mean squared correlation of every delay where there is nothing to remember.
  mutating func add(_ correlations: DelayCorrelations, noiseFloor floor: [Double]) {
    func corrected(_ squared: [Double]) -> [Double] { zip(squared, floor).map { ($0 - $1) / (1 - $1) } }
    for (delay, value) in corrected(correlations.squared).enumerated() {
      memoryFunction[delay] += value
      noiseFloor[delay] += floor[delay]
    }
    for (block, squared) in correlations.squaredWithoutBlock.enumerated() {
      totals[block] += corrected(squared).reduce(0, +)
    }
    inputs += 1
  }

  var measurement: CapacityMeasurement {
    CapacityMeasurement(
      memoryFunction: memoryFunction, noiseFloor: noiseFloor, standardError: standardError)
  }

  /// The blockwise jackknife of Künsch 1989, which counts that errors of near delays go together, and the error of
  /// the noise floor: the variance 2/T² of a squared correlation of T pairs by chance, over the surrogates.
  private var standardError: Double {
    let blocks = Double(Self.blocks)
    let mean = totals.reduce(0, +) / blocks
    let spread = totals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } * (blocks - 1) / blocks
    let steps = Double(settings.testSteps)
    let floor = 2 * inputs * Double(settings.maximumDelay) / (steps * steps * Double(settings.surrogates))
    return (spread + floor).squareRoot()
  }
}
