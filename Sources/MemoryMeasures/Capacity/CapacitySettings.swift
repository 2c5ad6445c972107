/// The protocol of a capacity measurement: what the network is fed, and how readouts are fitted and judged.
public struct CapacitySettings: Codable, SettingGroup {
  /// Distribution of the inputs. Uniform by default, as in Jaeger 2001.
  public var inputs = CapacityInputs.uniform
  /// Factor on every input. The capacity of a network that is not linear depends on it. 1 by default.
  public var inputScale = 1.0
  /// Steps at the beginning of both sequences of which nothing is used, so that the zero starting state is
  /// forgotten. 1,000 by default, as in the divergence protocol; at least as many as the maximum delay are
  /// always run.
  public var washoutSteps = 1_000
  /// Steps of the sequence to which readouts are fitted. 10,000 by default: ten steps for each unit of networks
  /// of 1,000 units.
  public var trainingSteps = 10_000
  /// Steps of the other sequence, on which they are judged; and the other way about, so that it is best as long as the
  /// first. 10,000 by default: the capacity of a network of 100 units then is known to about a hundredth.
  public var testSteps = 10_000
  /// K: delays are 1 ... K. 100 by default.
  public var maximumDelay = 100
  /// λ of the readouts, which minimise the mean squared error plus λ times the sum of the squared weights of units
  /// scaled to variance 1. 0 by default: least squares.
  public var ridge = 0.0
  /// Shuffled targets for which readouts are fitted, too: the noise floor is their mean. 2 by default: of two hundred
  /// delays the floor then adds 0.001 to the error of the uncorrected capacity, and to that of the corrected one nothing.
  public var surrogates = 2
  /// Whether readouts read the present input besides the units, as those of echo state networks may. False by
  /// default.
  public var readsInput = false

  /// All defaults.
  public static let standard = CapacitySettings()

  private init() {}

  /// - Throws: `SettingError` naming the value that is out of range.
  public init(
    inputs: CapacityInputs = standard.inputs, inputScale: Double = standard.inputScale,
    washoutSteps: Int = standard.washoutSteps, trainingSteps: Int = standard.trainingSteps,
    testSteps: Int = standard.testSteps, maximumDelay: Int = standard.maximumDelay,
    ridge: Double = standard.ridge, surrogates: Int = standard.surrogates,
    readsInput: Bool = standard.readsInput
  ) throws(SettingError) {
    self.inputs = inputs
    self.inputScale = inputScale
    self.washoutSteps = washoutSteps
    self.trainingSteps = trainingSteps
    self.testSteps = testSteps
    self.maximumDelay = maximumDelay
    self.ridge = ridge
    self.surrogates = surrogates
    self.readsInput = readsInput
    try validate()
  }

  public static let settings: [Setting<CapacitySettings>] = [
    .name(
      "input-distribution", \.inputs,
      "Distribution of the independent inputs. uniform is on [-1, 1]."),
    .number(
      "input-scale", \.inputScale, placeholder: "factor",
      allowed: "numbers from -1,000,000 to 1,000,000 but not 0", where: { abs($0) <= 1e6 && $0 != 0 },
      "Factor on every input."),
    .whole(
      "washout", \.washoutSteps, in: 0...mostSteps, placeholder: "steps",
      "Steps before the first that is used; at least the maximum delay is always run."
    ).stored(as: "washout_steps"),
    .whole(
      "training-steps", \.trainingSteps, in: leastSteps...mostSteps, placeholder: "steps",
      "Steps to which readouts are fitted."),
    .whole(
      "test-steps", \.testSteps, in: leastSteps...mostSteps, placeholder: "steps",
      "Steps of another series, on which they are judged, and the other way about."),
    .whole("maximum-delay", \.maximumDelay, in: 1...mostDelays, placeholder: "steps", "Longest delay.")
      .byDefault("twice the units of the largest network, at least \(standard.maximumDelay)"),
    .number(
      "ridge", \.ridge, placeholder: "factor", allowed: "finite numbers of at least 0", where: { $0 >= 0 },
      "Penalty on the readouts' squared weights, of units scaled to variance 1; 0 is least squares."),
    .whole(
      "surrogates", \.surrogates, in: 1...mostSurrogates, "Shuffled series, for the noise floor."),
    .flag(
      "readout-input", \.readsInput,
      "Let readouts read the present input, too, as those of echo state networks may."
    ).stored(as: "readout_reads_input"),
  ]

  /// With fewer, the noise floor is a large part of 1.
  public static let leastSteps = 100
  /// More than anybody waits for; matrices of as many rows still have sizes that LAPACK takes.
  public static let mostSteps = 100_000_000
  /// What `maximumDelay` may be at most.
  public static let mostDelays = 1_000_000
  /// What `surrogates` may be at most.
  public static let mostSurrogates = 10_000

  /// Steps before the first that is used: inputs of the longest delay lie among them.
  public var leadSteps: Int { max(washoutSteps, maximumDelay) }
}

/// Distributions of the independent inputs of a capacity measurement, before they are scaled.
public enum CapacityInputs: String, CaseIterable, Codable, Hashable, Sendable {
  /// Uniform on [-1, 1).
  case uniform
  /// Standard normal.
  case normal
}
