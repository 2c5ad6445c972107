/// The protocol of the random memorization task: which sequences, and how a network is trained on them.
public struct MemorizationSettings: SettingGroup {
  /// Which inputs are to be remembered, counted from the last, which is 1: the axis `position` of results. 1 to 20 by
  /// default, as in the source's Figures 6 and 7.
  public var positions: [Int]
  /// Steps of a sequence, q, drawn uniformly from this range. 10...15 by default: definition 1 of Illium et
  /// al. 2022; 10...10 is their definition 2.
  public var lengths: ClosedRange<Int>
  /// How often a length is drawn. Per minibatch by default: so no sequence needs filling up.
  public var lengthDraw: LengthDraw
  /// 5,000 by default, as in the source.
  public var epochs: Int
  /// Minibatches of an epoch, each an update. 1 by default.
  public var updatesPerEpoch: Int
  /// Sequences of a minibatch. 32 by default; the source does not say.
  public var batchSize: Int
  /// 0.05 by default, at which plain gradient descent shows what the source's Figure 4 does; the source does
  /// not say.
  public var learningRate: Double
  /// Steps over which the gradient flows back from the answer; nil, the default: the whole sequence.
  public var truncation: Int?
  /// Fresh sequences over which the loss of the trained network is measured. 4,096 by default: a mean
  /// absolute error of 0.25 has a standard error of 0.002 then.
  public var evaluationSequences: Int
  /// A training counts as learned if its loss is below this. 0.1 by default: below it lies what is as good as
  /// remembered; guessing the mean of uniform numbers scores 0.25, and losses between are rare.
  public var learnedBelow: Double
  /// Whether the training loss is noted over the epochs, too: at the `curveEpochs`.
  public var recordsCurve: Bool

  /// All defaults.
  public static let standard = MemorizationSettings()

  private init() {
    positions = Array(1...20)
    lengths = 10...15
    lengthDraw = .minibatch
    epochs = 5_000
    updatesPerEpoch = 1
    batchSize = 32
    learningRate = 0.05
    truncation = nil
    evaluationSequences = 4_096
    learnedBelow = 0.1
    recordsCurve = false
  }

  /// - Throws: `SettingError` naming the value that is out of range.
  public init(
    positions: [Int] = standard.positions, lengths: ClosedRange<Int> = standard.lengths, lengthDraw: LengthDraw = standard.lengthDraw,
    epochs: Int = standard.epochs, updatesPerEpoch: Int = standard.updatesPerEpoch,
    batchSize: Int = standard.batchSize, learningRate: Double = standard.learningRate,
    truncation: Int? = standard.truncation, evaluationSequences: Int = standard.evaluationSequences,
    learnedBelow: Double = standard.learnedBelow, recordsCurve: Bool = standard.recordsCurve
  ) throws(SettingError) {
    self.positions = positions
    self.lengths = lengths
    self.lengthDraw = lengthDraw
    self.epochs = epochs
    self.updatesPerEpoch = updatesPerEpoch
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.truncation = truncation
    self.evaluationSequences = evaluationSequences
    self.learnedBelow = learnedBelow
    self.recordsCurve = recordsCurve
    try validate()
  }

  /// Epochs, ascending, after which the training loss is noted; none unless a curve is recorded.
  public var curveEpochs: [Int] { recordsCurve ? Self.evenlySpaced(Self.curveSamples, of: epochs) : [] }

  /// Samples of a loss curve.
  public static let curveSamples = 100

  /// Whether a loss counts as learned.
  public func isLearned(_ loss: Double) -> Bool { loss < learnedBelow }

  /// Minibatches of a training.
  public var updates: Int { epochs * updatesPerEpoch }

  /// About `count` epochs at equal distances, the last of them the last one, for `curveEpochs`: for curves
  /// over a linear axis, as the source's Figures 4 and 5 have.
  ///
  /// - Precondition: both at least 1.
  public static func evenlySpaced(_ count: Int, of epochs: Int) -> [Int] {
    let count = min(count, epochs)
    return (1...count).map { sample in
      // Not epochs * sample / count, which could overflow.
      epochs / count * sample + epochs % count * sample / count
    }
  }

  public static let settings: [Setting<MemorizationSettings>] = [
    .wholes(
      "positions", \.positions, in: 1...Int(Int32.max), placeholder: "p,...",
      "Which input is to be returned, counted from the last, which is 1."
    ).stored(as: nil),
    Setting(
      "length", .span, placeholder: "n-m",
      allowed: "lengths from 1 to \(Allowed.grouped(mostSteps)), the shorter one first, as in 10-15",
      help: "Inputs per sequence: 10-15 draws a length for every minibatch, 10 fixes it.",
      read: { .span(first: $0.lengths.lowerBound, last: $0.lengths.upperBound) },
      isAllowed: {
        guard case .span(let first, let last) = $0 else { return false }
        return first >= 1 && last >= first && last <= mostSteps
      },
      write: { owner, value in
        guard case .span(let first, let last) = value else { return false }
        owner.lengths = first...last
        return true
      }),
    .name("length-per", \.lengthDraw, "What a length is drawn for."),
    .whole("epochs", \.epochs, in: 1...mostEpochs, "Epochs of training."),
    .whole(
      "updates-per-epoch", \.updatesPerEpoch, in: 1...mostUpdates,
      "Minibatches of an epoch, each fresh and one update."),
    .whole("batch-size", \.batchSize, in: 1...mostSequences, "Sequences per minibatch."),
    .number(
      "learning-rate", \.learningRate, placeholder: "rate",
      allowed: "finite numbers greater than 0, such as 0.05",
      where: { Float($0) > 0 && Float($0).isFinite }, "Step of plain stochastic gradient descent."),
    .optionalWhole(
      "truncate", \.truncation, in: 1...mostSteps, placeholder: "steps", defaultWords: "the whole sequence",
      "Steps that gradients flow back from the answer."
    ).stored(as: "truncation"),
    .whole(
      "evaluation-sequences", \.evaluationSequences, in: 1...mostSequences,
      "Fresh sequences that the loss is measured on after training."),
    .number(
      "learned-below", \.learnedBelow, placeholder: "loss", allowed: "finite losses greater than 0, such as 0.1",
      where: { $0 > 0 }, "Loss below which a training counts as learned; knowing nothing scores 0.25."),
    .flag("curves", \.recordsCurve, "Also store the training loss over the epochs.").stored(as: nil),
  ]

  public func checkTogether() throws(SettingError) {
    guard updatesPerEpoch <= Self.mostUpdates / epochs else {
      throw Self.setting("updates-per-epoch").error(
        .whole(updatesPerEpoch),
        allowed: "at most \(Allowed.grouped(Self.mostUpdates)) updates in all epochs together")
    }
  }

  public static let mostSteps = 100_000
  public static let mostEpochs = 1_000_000_000
  /// All epochs together.
  public static let mostUpdates = 1_000_000_000_000
  public static let mostSequences = 1_000_000
}
