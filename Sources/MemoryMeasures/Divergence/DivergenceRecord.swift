import RecurrentNetworks

/// Gathers one run's counts, a shared step at a time, in constant memory.
struct DivergenceRecord {
  private let horizon: Int
  private let dwellSteps: Int
  /// Largest difference that counts as rounding.
  private let rounding: Double
  /// Thresholds from the largest to the smallest, with their places in the settings.
  private let thresholds: [(value: Double, place: Int)]
  private let curveSteps: [Int]

  private(set) var step = 0
  private var firstEqual: Int?
  private var lastDifferentOutput = 0
  private var lastDifferentState = 0
  /// Per threshold, largest first: the last step above it.
  private var lastAbove: [Int]
  private var course = DifferenceCourse()
  private var decay: DecayWindow
  private var end = RunEnd()
  private var finalDifference = 0.0
  private var curve: [Float] = []

  /// Steps at the end of the horizon over which differences are held against rounding: no more than the dwell, so that
  /// the fall itself is not among them in a short run.
  private let outcomeSteps: Int
  private static let mostOutcomeSteps = 1_000
  private let precision: Precision
  /// Differences up to this many units of `ulpOfOne` count as rounding.
  static let roundingUnits = 1_024.0
  /// And none larger than this, which is 16 units of bfloat16 and 128 of float16: chaos, in outputs that differ by up to
  /// 2, keeps above it.
  static let mostRounding = 0x1p-3

  init(_ settings: DivergenceSettings, precision: Precision) {
    (horizon, dwellSteps) = (settings.horizon, settings.dwellSteps)
    self.precision = precision
    rounding = min(Self.roundingUnits * precision.ulpOfOne, Self.mostRounding)
    thresholds = settings.thresholds.enumerated().map { (value: $1, place: $0) }
      .sorted { $0.value > $1.value }
    curveSteps = settings.curveSteps
    outcomeSteps = min(Self.mostOutcomeSteps, dwellSteps)
    lastAbove = Array(repeating: 0, count: thresholds.count)
    decay = DecayWindow(ulpOfOne: precision.ulpOfOne)
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
    if step > horizon - dwellSteps { end.append(difference, isLate: step > horizon - outcomeSteps) }
    finalDifference = difference
    course.append(difference)
    decay.append(step: step, difference: difference)
    if curve.count < curveSteps.count, step == curveSteps[curve.count] { curve.append(Float(difference)) }
  }

  /// Takes the difference of the outputs unit by unit, at steps of the last tenth of the horizon.
  mutating func append(unitDifferences: [Double]) { end.append(unitDifferences) }

  /// Everything but what follows from settings and precision.
  mutating func pass(_ state: inout StateBytes) {
    state.pass(&step)
    var first = firstEqual ?? 0
    state.pass(&first)
    firstEqual = first == 0 ? nil : first
    state.pass(&lastDifferentOutput)
    state.pass(&lastDifferentState)
    state.pass(&lastAbove, count: thresholds.count)
    for counted in [step, first, lastDifferentOutput, lastDifferentState] + lastAbove {
      state.check(0...horizon ~= counted)
    }
    course.pass(&state)
    decay.pass(&state)
    end.pass(&state)
    state.pass(&finalDifference)
    state.pass(&curve, atMost: curveSteps.count)
  }

  /// Whether the states were bit-identical at the last step: nothing can differ again.
  var isMerged: Bool { step > 0 && lastDifferentState < step }

  /// What was measured.
  ///
  /// - Precondition: the run is merged, or every shared step has been taken.
  var measurement: DivergenceMeasurement {
    precondition(isMerged || step == horizon)
    var counts = [CensoredSteps](repeating: CensoredSteps(steps: 0, reached: false), count: thresholds.count)
    for (threshold, last) in zip(thresholds, lastAbove) { counts[threshold.place] = after(last) }
    let outcome = outcome
    let floor = outcome == .kept ? .none : course.floor
    return DivergenceMeasurement(
      firstEqual: firstEqual.map { CensoredSteps(steps: $0, reached: true) } ?? after(horizon),
      settled: after(lastDifferentOutput), merged: after(lastDifferentState), thresholds: counts,
      outcome: outcome, finalDifference: isMerged ? 0 : finalDifference, floor: floor,
      decay: decay.fit(above: floor.leastClear),
      curve: curve + Array(repeating: 0, count: curveSteps.count - curve.count), precision: precision)
  }

  private var outcome: DivergenceOutcome {
    if isMerged { return .merged }
    if end.largestLate <= rounding { return course.grows(beyond: rounding) ? .diverged : .roundingFloor }
    if course.isShort, finalDifference < course.largestOfAll / 2 { return .fading }
    return course.isFalling ? .fading : end.isKept && !course.isGrowing ? .kept : .diverged
  }

  /// The step after the last at which something did not hold: reached if it has held long enough since, or for ever.
  private func after(_ last: Int) -> CensoredSteps {
    CensoredSteps(
      steps: min(last + 1, horizon),
      reached: isMerged || horizon - last >= dwellSteps)
  }
}

/// The last steps of a run, by which a latch is told from chaos.
///
/// Both can hold the largest difference at one value: units that saturate differ by 2 at every step. But in a latch it
/// is the same units that differ, by the same amounts.
private struct RunEnd {
  /// Of the steps against which rounding is held.
  private(set) var largestLate = 0.0
  private var smallest = Double.infinity
  private var largest = 0.0
  private var reference: [Double] = []
  private var isSteady = true

  /// Change, as a share of the largest difference, up to which a difference is kept: it has not halved or doubled.
  private static let tolerance = 0.5

  mutating func append(_ difference: Double, isLate: Bool) {
    if isLate { largestLate = max(largestLate, difference) }
    smallest = min(smallest, difference)
    largest = max(largest, difference)
  }

  mutating func append(_ differences: [Double]) {
    if reference.isEmpty { reference = differences }
    let size = reference.lazy.map(abs).max() ?? 0
    let change = zip(reference, differences).lazy.map { abs($1 - $0) }.max() ?? 0
    if change > Self.tolerance * size { isSteady = false }
  }

  mutating func pass(_ state: inout StateBytes) {
    state.pass(&largestLate)
    state.pass(&smallest)
    state.pass(&largest)
    state.pass(&reference, atMost: .max)
    state.pass(&isSteady)
  }

  var isKept: Bool { isSteady && largest - smallest <= Self.tolerance * largest }
}
