/// How much of the input k steps ago a linear readout recovers, for every delay k = 1 ... K.
public struct CapacityMeasurement: Codable, Equatable, Sendable {
  /// MC_k: the share of the input's variance that is recovered, as if readouts had been fitted to an endless series;
  /// of a network with several inputs the sum over them. About 0 where nothing is remembered, and below 0 as often as
  /// above; 1 (per input) where the delayed input is recovered exactly.
  public var memoryFunction: [Double]
  /// The squared correlation on the test sequence of readouts fitted to the training sequence, corrected for chance
  /// alone: below `memoryFunction` by what a training of this length costs. Likewise the sum over the inputs.
  public var uncorrectedFunction: [Double]
  /// Mean squared correlation of readouts that were fitted to shuffled targets: what a network scores that
  /// remembers nothing. Of a network with several inputs the sum over them.
  public var noiseFloor: [Double]
  /// Standard error of the total, from blocks of both sequences: it counts what the readouts owe to the steps that they
  /// were fitted to, and to those that they were judged on. To the first order in 1/steps: it can be a quarter too small
  /// with fewer than a hundred steps per unit, and 40% at three.
  public var standardError: Double

  /// Of its parts, delay by delay.
  public init(
    memoryFunction: [Double], uncorrectedFunction: [Double], noiseFloor: [Double], standardError: Double
  ) {
    self.memoryFunction = memoryFunction
    self.uncorrectedFunction = uncorrectedFunction
    self.noiseFloor = noiseFloor
    self.standardError = standardError
  }

  /// MC: the sum of the memory function. For independent inputs at most the number of units (Jaeger 2001), but
  /// for its sampling error.
  public var total: Double { memoryFunction.reduce(0, +) }
  /// The sum of the uncorrected function.
  public var uncorrectedTotal: Double { uncorrectedFunction.reduce(0, +) }

  /// False for what results of the formats before version 3 hold, whose other numbers are missing.
  public var isCorrected: Bool { !standardError.isNaN }
  /// With the uncorrected function in the place of a corrected one that is missing.
  package var shown: CapacityMeasurement {
    var shown = self
    if !isCorrected { shown.memoryFunction = uncorrectedFunction }
    return shown
  }
}

/// What the repeats of one network, or of one kind of networks, have in common. NaN where nothing was measured.
public struct CapacityStatistics: Equatable, Sendable {
  /// Repeats that were measured.
  public let count: Int
  /// Mean of the memory capacities.
  public let meanCapacity: Double
  /// With ddof = 1; NaN for fewer than two.
  public let stdCapacity: Double
  /// Of the totals that are not corrected for the length of the training.
  public let meanUncorrectedCapacity: Double
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
    meanUncorrectedCapacity = Sample(found.map(\.uncorrectedTotal)).mean
    standardError = found.isEmpty ? .nan : (squares / Double(found.count)).squareRoot()
    memoryFunction = mean(\.memoryFunction)
    noiseFloor = mean(\.noiseFloor)
  }

  /// The longest delay up to which at least half of the input is recovered, without a gap from delay 1; 0 if there
  /// is none.
  public var halfDelay: Int { memoryFunction.prefix { $0 >= 0.5 }.count }
}

/// Adds up what is found of each input of a network, and how it varies with the steps.
struct CapacitySums {
  /// Blocks of either sequence that are told apart.
  static let blocks = 20

  private var measurement: CapacityMeasurement
  /// What every block of the test sequence, and of the training sequence, adds to the total.
  private var influences = [[Double]](repeating: Array(repeating: 0, count: blocks), count: 2)

  init(delays: Int) {
    let zeros = [Double](repeating: 0, count: delays)
    measurement = CapacityMeasurement(
      memoryFunction: zeros, uncorrectedFunction: zeros, noiseFloor: zeros, standardError: 0)
  }

  /// - Parameters:
  ///   - squared: squared correlations on the test sequence of the readouts of one input.
  ///   - noiseFloor: mean squared correlation of every delay where there is nothing to remember.
  ///   - judged: recoveries of readouts fitted to the training sequence, judged on the test sequence, and the other way
  ///     about; in `blocks` blocks.
  mutating func add(squared: [Double], noiseFloor floor: [Double], judged: [DelayCorrelations]) {
    let steps = judged.reduce(0) { $0 + $1.steps }
    // By the steps that they are fitted to.
    let weights = judged.map { 1 - $0.steps / steps }
    let recovered = judged.map(\.recovered)
    let shares = floor.indices.map { weights[0] * recovered[0][$0] + weights[1] * recovered[1][$0] }
    for delay in floor.indices {
      measurement.memoryFunction[delay] += shares[delay]
      // Of a recording that repeats itself everything is recovered by chance.
      let rest = 1 - floor[delay]
      measurement.uncorrectedFunction[delay] += rest > 0 ? (squared[delay] - floor[delay]) / rest : 0
      measurement.noiseFloor[delay] += floor[delay]
    }
    for (sequence, judged) in judged.enumerated() {
      let found = judged.influences(shares: shares, weight: weights[sequence])
      for block in found.indices { influences[sequence][block] += found[block] }
    }
  }

  /// The spread of sums over blocks counts that near steps and near delays err together (Künsch 1989).
  var found: CapacityMeasurement {
    var found = measurement
    let variance = influences.reduce(0) { variance, influences in
      let blocks = Sample(influences)
      return variance + blocks.standardDeviation * blocks.standardDeviation * Double(Self.blocks)
    }
    found.standardError = variance.squareRoot()
    return found
  }
}
