import Foundation

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
