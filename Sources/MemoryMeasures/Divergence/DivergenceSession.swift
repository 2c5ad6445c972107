import Foundation
import RecurrentNetworks

/// A divergence measurement under way: networks that are fed the same pair of input sequences, stretch by
/// stretch.
struct DivergenceSession<Scalar: NetworkScalar> {
  private let inputs: DivergingInputs
  private let settings: DivergenceSettings
  private let stretch: InputPair<Scalar>
  private let networks: PairedNetworks<Scalar>
  private var records: [DivergenceRecord]
  private var running: [Int]
  private var step = 0
  /// Whether the two sequences are the same, so that there is nothing to compare.
  private let hasEqualInputs: Bool

  init(
    _ networks: [RecurrentNetwork<Scalar>], inputs: DivergingInputs, settings: DivergenceSettings,
    path: SIMDPath
  ) {
    precondition(networks.allSatisfy { $0.inputSize == inputs.inputSize })
    self.inputs = inputs
    self.settings = settings
    let capacity = Self.stretchSteps(inputSize: inputs.inputSize)
    stretch = InputPair(inputSize: inputs.inputSize, capacity: capacity, path: path)
    self.networks = PairedNetworks(networks, capacity: capacity, path: path)
    records = networks.map { _ in DivergenceRecord(settings) }
    running = Array(networks.indices)
    hasEqualInputs = inputs.areEqual(uniqueSteps: settings.uniqueSteps, in: Scalar.self)
  }

  /// Whether every network has its result.
  var isFinished: Bool { running.isEmpty }

  /// Takes the next stretch of steps and returns the results that it settled.
  mutating func advance() -> [(index: Int, result: Result<DivergenceMeasurement, DivergenceError>)] {
    guard !hasEqualInputs else {
      defer { running = [] }
      return running.map { ($0, .failure(.equalInputs)) }
    }
    let isUnique = step < settings.uniqueSteps
    let limit = isUnique ? settings.uniqueSteps : settings.totalSteps
    let range = step..<min(step + stretch.capacity, limit)
    inputs.read(steps: range, uniqueSteps: settings.uniqueSteps, into: stretch)
    networks.advance(stretch)
    step = range.upperBound

    var settled: [(index: Int, result: Result<DivergenceMeasurement, DivergenceError>)] = []
    for index in running {
      if let result = isUnique ? failure(index) : follow(index) { settled.append((index, result)) }
    }
    for (index, _) in settled { networks.remove(index) }
    running.removeAll { index in settled.contains { $0.index == index } }
    return settled
  }

  /// Whether the outputs stopped being finite within the unique steps, where nothing else is of interest.
  private func failure(_ index: Int) -> Result<DivergenceMeasurement, DivergenceError>? {
    let trace = networks.trace(index)
    let isFinite = trace.differences.allSatisfy { $0.isFinite }
    return isFinite ? nil : .failure(.outputNotFinite(sharedStep: 0))
  }

  /// Records the shared steps of the stretch, up to the one at which the states merge or the horizon ends.
  private mutating func follow(_ index: Int) -> Result<DivergenceMeasurement, DivergenceError>? {
    let trace = networks.trace(index)
    for place in 0..<trace.steps {
      let difference = trace.differences[place]
      guard difference.isFinite else {
        let sharedStep = step - settings.uniqueSteps - trace.steps + place + 1
        return .failure(.outputNotFinite(sharedStep: sharedStep))
      }
      records[index].append(
        difference: difference, outputsDiffer: trace.outputsDiffer(place),
        statesDiffer: trace.statesDiffer(place))
      if records[index].isMerged { break }
    }
    guard records[index].isMerged || step == settings.totalSteps else { return nil }
    return .success(records[index].measurement(ulpOfOne: Double(Scalar.ulpOfOne)))
  }

  /// Steps of a stretch: as many as keep the inputs within a part of the L2 cache, but no fewer than pay for
  /// switching between networks, and no more than a run that merges at once should have to take.
  private static func stretchSteps(inputSize: Int) -> Int {
    min(max(262_144 / (MemoryLayout<Scalar>.stride * inputSize), 64), 512)
  }
}

/// Gathers one run's counts, a shared step at a time, in constant memory.
struct DivergenceRecord {
  private let settings: DivergenceSettings
  /// Thresholds from the largest to the smallest, with their places in the settings.
  private let thresholds: [(value: Double, place: Int)]
  private let curveSteps: [Int]

  private var step = 0
  private var firstEqual: Int?
  private var lastDifferentOutput = 0
  private var lastDifferentState = 0
  /// Per threshold, largest first: the last step above it.
  private var lastAbove: [Int]
  private var largestAtEnd = 0.0
  private var finalDifference = 0.0
  private var stretch = ForgettingStretch()
  private var curve: [Float] = []

  /// Steps at the end of the horizon over which the outcome is judged.
  static let outcomeSteps = 1_000
  /// Differences up to this many units of `ulpOfOne` count as rounding.
  static let roundingUnits = 1_024.0

  init(_ settings: DivergenceSettings) {
    self.settings = settings
    thresholds = settings.thresholds.enumerated().map { (value: $1, place: $0) }
      .sorted { $0.value > $1.value }
    curveSteps = settings.curveSteps
    lastAbove = Array(repeating: 0, count: thresholds.count)
  }

  /// Takes the next shared step.
  ///
  /// - Parameters:
  ///   - difference: largest absolute difference between the outputs; finite.
  ///   - outputsDiffer: whether the outputs are not bit-identical.
  ///   - statesDiffer: whether the complete states are not bit-identical.
  mutating func append(difference: Double, outputsDiffer: Bool, statesDiffer: Bool) {
    step += 1
    if outputsDiffer {
      lastDifferentOutput = step
    } else if firstEqual == nil {
      firstEqual = step
    }
    if statesDiffer { lastDifferentState = step }
    var index = thresholds.count - 1
    while index >= 0, difference > thresholds[index].value {
      lastAbove[index] = step
      index -= 1
    }
    if step > settings.horizon - Self.outcomeSteps { largestAtEnd = max(largestAtEnd, difference) }
    finalDifference = difference
    stretch.append(step: step, difference: difference)
    if curve.count < curveSteps.count, step == curveSteps[curve.count] { curve.append(Float(difference)) }
  }

  /// Whether the states were bit-identical at the last step: nothing can differ again.
  var isMerged: Bool { step > 0 && lastDifferentState < step }

  /// The counts, given the precision's `ulpOfOne`.
  ///
  /// - Precondition: the run is merged, or every shared step has been taken.
  func measurement(ulpOfOne: Double) -> DivergenceMeasurement {
    precondition(isMerged || step == settings.horizon)
    var counts = [CensoredSteps](repeating: CensoredSteps(steps: 0, reached: false), count: thresholds.count)
    for (threshold, last) in zip(thresholds, lastAbove) { counts[threshold.place] = after(last) }
    let outcome: DivergenceOutcome =
      isMerged ? .merged : largestAtEnd <= Self.roundingUnits * ulpOfOne ? .roundingFloor : .diverged
    return DivergenceMeasurement(
      firstEqual: firstEqual.map { CensoredSteps(steps: $0, reached: true) } ?? after(settings.horizon),
      settled: after(lastDifferentOutput), merged: after(lastDifferentState), thresholds: counts,
      outcome: outcome, finalDifference: isMerged ? 0 : finalDifference, forgettingRate: stretch.rate,
      curve: curve + Array(repeating: 0, count: curveSteps.count - curve.count))
  }

  /// The step after the last at which something still held.
  private func after(_ last: Int) -> CensoredSteps {
    last < settings.horizon
      ? CensoredSteps(steps: last + 1, reached: true) : CensoredSteps(steps: settings.horizon, reached: false)
  }
}

/// The least-squares line through ln(difference) against the step, over the steps after the difference last
/// exceeded 1e-1 in which it exceeds 1e-5.
///
/// The stretch lies between what the outputs' own size bends (they cannot differ by more than 2) and what
/// float32 rounding bends (1e-5 is about 100 units in the last place of 1). Float64 runs use the same stretch,
/// so that rates compare across precisions.
struct ForgettingStretch {
  static let upper = 1e-1
  static let lower = 1e-5

  private var count = 0.0
  private var firstStep = 0
  private var sumX = 0.0
  private var sumY = 0.0
  private var sumXX = 0.0
  private var sumXY = 0.0

  mutating func append(step: Int, difference: Double) {
    if difference > Self.upper {
      self = ForgettingStretch()
    } else if difference > Self.lower {
      if count == 0 { firstStep = step }
      let x = Double(step - firstStep)
      let y = log(difference)
      count += 1
      sumX += x
      sumY += y
      sumXX += x * x
      sumXY += x * y
    }
  }

  /// Slope per step; NaN if the stretch has fewer than two steps.
  var rate: Double {
    guard count >= 2 else { return .nan }
    return (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX)
  }
}
