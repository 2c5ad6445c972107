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
