/// The protocol of the random memorization task: which sequences, and how a network is trained on them.
public struct MemorizationSettings: Codable, Hashable, Sendable {
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
  /// Epochs, ascending, after which the training loss is noted; none by default.
  public var curveEpochs: [Int]

  /// All defaults.
  public static let standard = MemorizationSettings()

  private init() {
    lengths = 10...15
    lengthDraw = .minibatch
    epochs = 5_000
    updatesPerEpoch = 1
    batchSize = 32
    learningRate = 0.05
    truncation = nil
    evaluationSequences = 4_096
    curveEpochs = []
  }

  /// - Throws: `MemorizationSettingsError` naming the value that is out of range.
  public init(
    lengths: ClosedRange<Int> = standard.lengths, lengthDraw: LengthDraw = standard.lengthDraw,
    epochs: Int = standard.epochs, updatesPerEpoch: Int = standard.updatesPerEpoch,
    batchSize: Int = standard.batchSize, learningRate: Double = standard.learningRate,
    truncation: Int? = standard.truncation, evaluationSequences: Int = standard.evaluationSequences,
    curveEpochs: [Int] = standard.curveEpochs
  ) throws(MemorizationSettingsError) {
    self.lengths = lengths
    self.lengthDraw = lengthDraw
    self.epochs = epochs
    self.updatesPerEpoch = updatesPerEpoch
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.truncation = truncation
    self.evaluationSequences = evaluationSequences
    self.curveEpochs = curveEpochs
    try validate()
  }

  /// The range of lengths between two numbers that somebody wrote down.
  ///
  /// - Throws: `MemorizationSettingsError.lengths` if they are the wrong way round or out of range.
  public static func lengths(from first: Int, to last: Int) throws(MemorizationSettingsError)
    -> ClosedRange<Int>
  {
    guard first >= 1, last >= first, last <= mostSteps else { throw .lengths(first: first, last: last) }
    return first...last
  }

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
}
