/// The protocol of the random memorization task: which inputs of which sequences are to be remembered, and how a
/// network is trained on them.
public struct MemorizationSettings: Codable, SettingGroup {
  /// Which inputs are to be remembered, counted from the last, which is 1: a training for each. 1 to 20 by default,
  /// as in Illium et al. 2022.
  public var positions = Array(1...20)
  /// Steps of a sequence, q, drawn uniformly from this range. 10...15 by default: definition 1 of Illium et
  /// al. 2022; 10...10 is their definition 2.
  public var lengths = 10...15
  /// How often a length is drawn. Per minibatch by default: so no sequence needs filling up.
  public var lengthDraw = LengthDraw.minibatch
  /// 5,000 by default, as in the source.
  public var epochs = 5_000
  /// Minibatches of an epoch, each an update. 1 by default.
  public var updatesPerEpoch = 1
  /// Sequences of a minibatch. 32 by default; the source does not say.
  public var batchSize = 32
  /// 0.02 by default, at which deep and wide stacks are trained as stably as small ones and the source's finding
  /// shows, that layers and cells help; at 0.05 many of them explode. The source does not say.
  public var learningRate = 0.02
  /// Steps over which the gradient flows back from the answer; nil, the default: the whole sequence.
  public var truncation: Int?
  /// Fresh sequences over which the loss of the trained network is measured. 4,096 by default: a mean
  /// absolute error of 0.25 has a standard error of 0.002 then.
  public var evaluationSequences = 4_096
  /// A training counts as learned if its loss is below this. 0.1 by default: below it lies what is as good as
  /// remembered; guessing the mean of uniform numbers scores 0.25, and losses between are rare.
  public var learnedBelow = 0.1
  /// Whether to keep the training loss after each of the `curveEpochs`, too.
  public var recordsCurve = false

  /// All defaults.
  public static let standard = MemorizationSettings()

  private init() {}

  /// - Throws: `SettingError` naming the value that is out of range.
  public init(
    positions: [Int] = standard.positions, lengths: ClosedRange<Int> = standard.lengths,
    lengthDraw: LengthDraw = standard.lengthDraw, epochs: Int = standard.epochs,
    updatesPerEpoch: Int = standard.updatesPerEpoch, batchSize: Int = standard.batchSize,
    learningRate: Double = standard.learningRate, truncation: Int? = standard.truncation,
    evaluationSequences: Int = standard.evaluationSequences, learnedBelow: Double = standard.learnedBelow,
    recordsCurve: Bool = standard.recordsCurve
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

  public static let settings: [Setting<MemorizationSettings>] = [
    .wholes(
      "positions", \.positions, in: 1...NetworkGrid.largestSize, placeholder: "p,...",
      "Which input is to be returned, counted from the last, which is 1."
    ).stored(as: nil),
    Setting(
      "length", .span, placeholder: "n-m",
      allowed: "lengths from 1 to \(Allowed.grouped(mostSteps)), the shorter one first, as in 10-15",
      help: "Inputs per sequence: 10-15 draws a length for every minibatch, 10 fixes it.",
      read: { .span(first: $0.lengths.lowerBound, last: $0.lengths.upperBound) },
      isAllowed: { value in
        guard case .span(let first, let last) = value else { return false }
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
      "updates-per-epoch", \.updatesPerEpoch, in: 1...mostUpdates, allowed: allowedUpdates,
      "Minibatches of an epoch, each fresh and one update."),
    .whole("batch-size", \.batchSize, in: 1...mostSequences, "Sequences per minibatch."),
    .number(
      "learning-rate", \.learningRate, placeholder: "rate",
      allowed: "finite numbers greater than 0, such as 0.05", where: { Float($0) > 0 && Float($0).isFinite },
      "Step of plain stochastic gradient descent."),
    .optionalWhole(
      "truncate", \.truncation, in: 1...NetworkGrid.largestSize, placeholder: "steps",
      defaultWords: "the whole sequence",
      "Steps that gradients flow back from the answer."
    ).stored(as: "truncation"),
    .whole(
      "evaluation-sequences", \.evaluationSequences, in: 1...mostSequences,
      "Fresh sequences that the loss is measured on after training."),
    .number(
      "learned-below", \.learnedBelow, placeholder: "loss",
      allowed: "finite losses greater than 0, such as 0.1", where: { $0 > 0 },
      "Loss below which a training counts as learned; knowing nothing scores 0.25."),
    .flag("curves", \.recordsCurve, "Also store the training loss over the epochs.").stored(as: nil),
  ]

  public func checkTogether() throws(SettingError) {
    guard updatesPerEpoch <= Self.mostUpdates / epochs else {
      throw Self.setting("updates-per-epoch").error(.whole(updatesPerEpoch))
    }
  }

  private static var allowedUpdates: String {
    "whole numbers from 1, and at most \(Allowed.grouped(mostUpdates)) updates in all epochs together"
  }

  /// How long sequences may be at most.
  public static let mostSteps = 100_000
  /// What `epochs` may be at most.
  public static let mostEpochs = 1_000_000_000
  /// All epochs together.
  public static let mostUpdates = 1_000_000_000_000
  /// Sequences of a minibatch or an evaluation at most.
  public static let mostSequences = 1_000_000

  /// Minibatches of a training.
  public var updates: Int { epochs * updatesPerEpoch }

  /// Epochs, ascending, after which the training loss is noted if `recordsCurve` says so: about a hundred.
  public var curveEpochs: [Int] { recordsCurve ? Self.evenlySpaced(100, of: epochs) : [] }

  /// About `count` epochs at equal distances, the last of them the last one: for curves over a linear axis, as the
  /// source's Figures 4 and 5 have.
  ///
  /// - Precondition: both at least 1.
  static func evenlySpaced(_ count: Int, of epochs: Int) -> [Int] {
    let count = min(count, epochs)
    return (1...count).map { sample in
      // Not epochs * sample / count, which could overflow.
      epochs / count * sample + epochs % count * sample / count
    }
  }

  /// Whether a loss counts as learned.
  public func isLearned(_ loss: Double) -> Bool { loss < learnedBelow }
}

/// How often the length of the sequences is drawn.
public enum LengthDraw: String, CaseIterable, Codable, Hashable, Sendable {
  /// Once for a minibatch, whose sequences all have the same length.
  case minibatch
  /// Once for every sequence.
  case sequence
}
