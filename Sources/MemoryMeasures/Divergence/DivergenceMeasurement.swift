import RecurrentNetworks

/// What one divergence run measured: one network, one pair of input sequences.
///
/// The pair agrees from the first shared step on (k = 1). With d(k) the largest absolute difference between
/// the two outputs at shared step k, and H the horizon (the number of shared steps). Unless the run is merged, what is
/// counted "from which" on is reached only if it then held for the last tenth of H or longer (see
/// `DivergenceSettings.dwellSteps`); else it is censored, at the step from which it has held so far, or H.
public struct DivergenceMeasurement: Codable, Equatable, Sendable {
  /// The first k at which the outputs are bit-identical.
  public var firstEqual: CensoredSteps
  /// The first k from which the outputs stay bit-identical. The headline number.
  public var settled: CensoredSteps
  /// The first k at which the complete state (every layer's h and c) is bit-identical.
  public var merged: CensoredSteps
  /// For each threshold of the settings, in their order: the first k from which d stays at or below it.
  public var thresholds: [CensoredSteps]
  /// How the run ended.
  public var outcome: DivergenceOutcome
  /// d at the last shared step: 0 when merged.
  public var finalDifference: Double
  /// What the differences stopped falling at, where they have.
  public var floor: DifferenceFloor
  /// How fast they fell.
  public var decay: DecayFit
  /// d at each of the settings' `curveSteps`; empty when none were asked for.
  public var curve: [Float]
  /// In which was computed: no threshold that is finer tells of memory.
  public var precision: Precision
  /// Of a perturbation in the middle.
  public var onset = PerturbationOnset()
  /// Nil where it was not followed.
  public var response: ResponseMeasurement?
  /// Of every layer, where these are read.
  public var layers = LayerCounts()

  /// What was measured of a run without a perturbation in the middle, outputs alone.
  public init(
    firstEqual: CensoredSteps, settled: CensoredSteps, merged: CensoredSteps,
    thresholds: [CensoredSteps], outcome: DivergenceOutcome, finalDifference: Double,
    floor: DifferenceFloor = .none, decay: DecayFit = .none, curve: [Float] = [],
    precision: Precision = .float32
  ) {
    self.firstEqual = firstEqual
    self.settled = settled
    self.merged = merged
    self.thresholds = thresholds
    self.outcome = outcome
    self.finalDifference = finalDifference
    self.floor = floor
    self.decay = decay
    self.curve = curve
    self.precision = precision
  }

  /// Whether a count of steps to this threshold is one of memory, not of rounding: it is clear of the floor, where there is
  /// one, and no finer than the numbers of the precision next to 1.
  public func isClear(of threshold: Double) -> Bool {
    threshold >= precision.ulpOfOne && floor.isClear(of: threshold)
  }
}

/// What of a perturbation is known when the shared steps begin; NaN where the beginning differs.
public struct PerturbationOnset: Codable, Equatable, Sendable {
  /// Euclidean norm of what the second inputs, or the second state, differ by.
  public var length = Double.nan
  /// Largest difference of the outputs at the last perturbed step, or of a perturbed state itself: d(0).
  public var difference = Double.nan

  /// NaN where nothing is perturbed in the middle.
  public init(length: Double = .nan, difference: Double = .nan) {
    self.length = length
    self.difference = difference
  }
}

/// What there is of a linear response: of r(k), see `LinearResponse`.
public struct ResponseMeasurement: Codable, Equatable, Sendable {
  /// The largest r(k), of all k from 0 on.
  public var largest: Double
  /// The first k from which r(k) stays within a hundredth of the largest.
  public var steps: CensoredSteps
  /// r(k) at each of the settings' `curveSteps`.
  public var curve: [Float]

  /// The largest response, when it was over, and its course.
  public init(largest: Double, steps: CensoredSteps, curve: [Float] = []) {
    self.largest = largest
    self.steps = steps
    self.curve = curve
  }

  init(_ response: LinearResponse, settings: DivergenceSettings) {
    self.init(
      largest: response.largest, steps: response.steps(dwell: settings.dwellSteps),
      curve: settings.curveSteps.map { Float(response.values[$0]) })
  }
}

/// How a divergence run ended.
public enum DivergenceOutcome: Int8, CaseIterable, Codable, Sendable {
  /// The complete states became bit-identical: nothing can differ again.
  case merged = 0
  /// Not merged, but over the last 1,000 steps (a tenth of the horizon, if that is less) the outputs differ by at most 1,024 units of `ulpOfOne`, or 1/8 if that is less, and before that
  /// did not grow beyond them again: the memory is gone, and what remains is float rounding that keeps itself alive.
  case roundingFloor = 1
  /// The outputs differ by more than rounding explains, to the end or again, and not by the same amounts in the same
  /// units: the network is chaotic on these inputs, or holds what it was fed in a form that moves. Outputs do not tell
  /// which, so this is not counted as memory.
  case diverged = 2
  /// Over the last tenth of the horizon the outputs differ by the same amounts in the same units: a latch.
  case kept = 3
  /// The difference was still falling when the horizon was over: memory for longer than was measured. Of runs of fewer
  /// than 160 shared steps, which are too few to tell a trend by: it was less than half of the largest.
  case fading = 4

  /// The name used in results files and tables.
  public var name: String {
    switch self {
    case .merged: "merged"
    case .roundingFloor: "rounding_floor"
    case .diverged: "diverged"
    case .kept: "kept"
    case .fading: "fading"
    }
  }
}
