/// The protocol of a recall measurement: how many sequences, of which first inputs, and how and when the answer is
/// read.
public struct RecallSettings: Codable, SettingGroup {
  /// Steps of every sequence. 100,000 by default, as in the divergence protocol.
  public var totalSteps = 100_000
  /// Test sequences per magnitude. 64 by default: an even number, since sequences run in pairs.
  public var sequences = 64
  /// Sequences per magnitude to which a readout is fitted where the network brings none; not among the test
  /// sequences. 256 by default.
  public var trainingSequences = 256
  /// The first input is a standard normal times this; all other inputs are standard normals. By default a
  /// thousandth, one and a thousand, for which constructed networks are as exact.
  public var magnitudes = [0.001, 1, 1_000]
  /// The unit of the last layer that the answer is read off where the network brings no readout; nil, the default:
  /// a readout is fitted.
  public var readoutUnit: Int?
  /// Factor on that unit. 1 by default.
  public var readoutScale = 1.0

  /// All defaults.
  public static let standard = RecallSettings()

  private init() {}

  /// - Throws: `SettingError` naming the value that is out of range.
  public init(
    totalSteps: Int = standard.totalSteps, sequences: Int = standard.sequences,
    trainingSequences: Int = standard.trainingSequences, magnitudes: [Double] = standard.magnitudes,
    readoutUnit: Int? = standard.readoutUnit, readoutScale: Double = standard.readoutScale
  ) throws(SettingError) {
    self.totalSteps = totalSteps
    self.sequences = sequences
    self.trainingSequences = trainingSequences
    self.magnitudes = magnitudes
    self.readoutUnit = readoutUnit
    self.readoutScale = readoutScale
    try validate()
  }

  public static let settings: [Setting<RecallSettings>] = [
    .whole("steps", \.totalSteps, in: 1...mostSteps, placeholder: "steps", "Steps of every sequence.")
      .stored(as: "total_steps"),
    .whole("sequences", \.sequences, in: 1...mostSequences, "Sequences per magnitude.").stored(as: nil),
    .whole(
      "training-sequences", \.trainingSequences, in: 1...mostSequences,
      "Other sequences per magnitude, to fit readouts to where they are fitted."),
    .numbers(
      "magnitudes", \.magnitudes, placeholder: "value,...", allowed: "finite numbers greater than 0",
      where: { $0 > 0 }, "Standard deviations of the first input."
    ).stored(as: nil).byDefault("0.001,1,1000, with --network 1"),
    .optionalWhole(
      "readout-unit", \.readoutUnit, in: 0...NetworkGrid.largestSize, defaultWords: "",
      """
      Read the answer off this unit of the last layer, from 0, instead of fitting a readout, where the network has \
      no exact one. 'memprobe construct' prints unit and scale of a latch.
      """),
    .number(
      "readout-scale", \.readoutScale, placeholder: "factor", allowed: "finite numbers",
      where: { _ in true }, "Factor on that unit."
    ).only(for: "answers of one unit (--readout-unit)") { $0.readoutUnit != nil },
  ]

  /// What `steps` may be at most.
  public static let mostSteps = 1_000_000_000
  /// Sequences of each kind at most.
  public static let mostSequences = 100_000

  /// Steps after which the answer is read: 1, 2, 5, 10, 20, 50, ... and the last.
  public var steps: [Int] {
    var steps: [Int] = []
    var decade = 1
    while decade <= totalSteps {
      steps += [1, 2, 5].map { $0 * decade }.filter { $0 <= totalSteps }
      decade *= 10
    }
    if let last = steps.last, last < totalSteps { steps.append(totalSteps) }
    return steps
  }
}
