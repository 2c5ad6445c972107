/// The protocol of a measurement of Lyapunov exponents: what drives the network, for how long, and what is told of it.
public struct LyapunovSettings: Codable, SettingGroup {
  /// n: the leading exponents, as many as the state has numbers at most. 1 where nothing is known of the networks; by
  /// default as many as the largest network's state has numbers, which takes time as their cube, and 256 at most: all of
  /// an LSTM of 128 units, or of a GRU of 256.
  public var exponents = 1
  /// Factor on every standard normal input. 1 by default, as in the divergence protocol; with 0 the network is left to
  /// itself, and where it has no biases stays where it begins, at zero.
  public var inputScale = 1.0
  /// Steps at the beginning, so that the zero starting state is forgotten. 1,000 by default, as in the divergence
  /// protocol.
  public var washoutSteps = 1_000
  /// Further steps, in which directions turn to where they grow as the exponents say. 1,000 by default: what is left of
  /// exponents that are apart by 0.01 is then e^-10, and of those that are closer it does not matter which is which.
  public var alignmentSteps = 1_000
  /// T: steps over which growth is averaged. 10,000 by default: the largest exponent of a random network of 64 units is
  /// then known to a hundredth of itself or better.
  public var steps = 10_000
  /// Parts of these steps, as equal as can be, from whose means standard errors are made. 20 by default, each far longer
  /// than most networks remember.
  public var blocks = 20
  /// τ, in steps: how many exponents are above -1/τ is told. 10, 100 and 1,000 by default.
  public var timeScales = [10.0, 100, 1_000]

  /// All defaults.
  public static let standard = LyapunovSettings()

  private init() {}

  /// - Throws: `SettingError` naming the value that is out of range.
  public init(
    exponents: Int = standard.exponents, inputScale: Double = standard.inputScale,
    washoutSteps: Int = standard.washoutSteps, alignmentSteps: Int = standard.alignmentSteps,
    steps: Int = standard.steps, blocks: Int = standard.blocks, timeScales: [Double] = standard.timeScales
  ) throws(SettingError) {
    self.exponents = exponents
    self.inputScale = inputScale
    self.washoutSteps = washoutSteps
    self.alignmentSteps = alignmentSteps
    self.steps = steps
    self.blocks = blocks
    self.timeScales = timeScales
    try validate()
  }

  public static let settings: [Setting<LyapunovSettings>] = [
    .whole(
      "exponents", \.exponents, in: 1...mostExponents,
      "Leading exponents of each network, at most as many as its state has numbers: units, of an LSTM twice."
    ).byDefault("all of the largest network, at most \(mostStandardExponents)"),
    .number(
      "input-scale", \.inputScale, placeholder: "factor", allowed: "numbers from -1,000,000 to 1,000,000",
      where: { abs($0) <= 1e6 },
      "Factor on every input; with 0 networks are left to themselves, from zero state."),
    .whole(
      "washout", \.washoutSteps, in: 0...mostSteps, placeholder: "steps",
      "Steps before directions are followed, so that the zero state is forgotten."
    ).stored(as: "washout_steps"),
    .whole(
      "alignment", \.alignmentSteps, in: 0...mostSteps, placeholder: "steps",
      "Steps after these, before growth is averaged, so that directions turn to where they belong."
    ).stored(as: "alignment_steps"),
    .whole(
      "steps", \.steps, in: 2...mostSteps, placeholder: "steps", "Steps over which growth is averaged."),
    .whole(
      "blocks", \.blocks, in: 2...mostBlocks, "Parts of these steps whose spread is the standard error."),
    .numbers(
      "time-scales", \.timeScales, placeholder: "steps,...", allowed: "numbers above 0",
      where: { $0 > 0 }, "Time constants; how many exponents are slower than each is told."),
  ]

  /// - Throws: `SettingError` for more blocks than steps.
  public func checkTogether() throws(SettingError) {
    guard blocks <= steps else {
      throw Self.setting("blocks").error(.whole(blocks), allowed: Allowed.wholes(2...steps))
    }
  }

  /// From the first to the last.
  var allSteps: Int { washoutSteps + alignmentSteps + steps }

  /// Frames of as many directions still have sizes that LAPACK takes.
  public static let mostExponents = 10_000
  /// Unless more are asked for.
  public static let mostStandardExponents = 256
  /// More than anybody waits for.
  public static let mostSteps = 100_000_000
  /// What `blocks` may be at most.
  public static let mostBlocks = 10_000
}
