/// What came of one training on the random memorization task.
public struct MemorizationMeasurement: Equatable, Sendable {
  /// How the training ended.
  public var outcome: MemorizationOutcome
  /// Mean absolute error of the trained network's answers over the evaluation sequences that have a target; NaN
  /// unless the outcome is `trained` or `exploded`, or if no evaluation sequence has one.
  public var loss: Double
  /// Epochs that were completed: all of them if the outcome is `trained` or `exploded`; if `diverged`, those before the one
  /// in which the loss was not finite, or all of them if it was after training; if `noTarget`, 0.
  public var epochs: Int
  /// At each of the settings' `curveEpochs`: the mean of the minibatches' losses before their updates, over
  /// the epochs after the sample before up to this one. NaN where no minibatch had a target, and for samples
  /// that were not reached.
  public var lossCurve: [Float]

  /// An outcome, the loss on fresh sequences, epochs that were done, and losses on the way.
  public init(outcome: MemorizationOutcome, loss: Double, epochs: Int, lossCurve: [Float] = []) {
    self.outcome = outcome
    self.loss = loss
    self.epochs = epochs
    self.lossCurve = lossCurve
  }
}

/// How a training on the random memorization task ended.
public enum MemorizationOutcome: Int8, CaseIterable, Codable, Sendable {
  /// All updates were made, and the network did not explode.
  case trained = 0
  /// The loss, in training or after it, or a weight became infinite or NaN; there is no loss then.
  case diverged = 1
  /// The position lies beyond the longest sequence: there is nothing to learn, and no update was made.
  case noTarget = 2
  /// All updates were made and all numbers stayed finite, but gradient descent threw the network out of where
  /// it can learn, as `Memorization.isExploded` says.
  case exploded = 3

  /// The name used in results files and tables.
  public var name: String {
    switch self {
    case .trained: "trained"
    case .diverged: "diverged"
    case .noTarget: "no_target"
    case .exploded: "exploded"
    }
  }
}

/// Statistics over the measured repeats of one training. NaN where there is nothing to average.
public struct MemorizationStatistics: Equatable, Sendable {
  /// Finished repeats, whatever their outcome.
  public let count: Int
  /// Repeats whose training was stable: those that losses are averaged over.
  public let trainedCount: Int
  /// Repeats whose training diverged.
  public let divergedCount: Int
  /// Repeats whose training exploded.
  public let explodedCount: Int
  /// Whether the position is beyond the longest sequence, so that there is nothing to learn.
  public let hasNoTarget: Bool
  /// Of the trained repeats. A few exploded ones would decide it, so they are counted instead.
  public let meanLoss: Double
  /// Sample standard deviation (divided by count - 1): NaN for fewer than two trained repeats.
  public let stdLoss: Double
  /// Of the repeats, stable or not: exploded ones have their loss, diverged ones are above all others. NaN where the
  /// middle is a diverged one.
  public let medianLoss: Double
  /// Share of the repeats that learned; one whose training exploded or diverged did not.
  public let learnedFraction: Double

  /// - Parameters:
  ///   - found: of the repeats.
  ///   - isLearned: whether a loss counts as learned: that of `MemorizationSettings`.
  public init(_ found: [MemorizationMeasurement], isLearned: (Double) -> Bool) {
    let losses = found.filter { $0.outcome == .trained }.map(\.loss)
    count = found.count
    trainedCount = losses.count
    divergedCount = found.count { $0.outcome == .diverged }
    explodedCount = found.count { $0.outcome == .exploded }
    hasNoTarget = found.contains { $0.outcome == .noTarget }
    meanLoss = Sample(losses).mean
    stdLoss = Sample(losses).standardDeviation
    let targeted = found.filter { $0.outcome != .noTarget }
    let ranked = targeted.map { $0.outcome == .diverged ? .infinity : $0.loss }.filter { !$0.isNaN }
    let median = Sample(ranked).median
    medianLoss = median.isFinite ? median : .nan
    learnedFraction =
      Sample(targeted.map { $0.outcome == .trained && isLearned($0.loss) ? 1 : 0 }).mean
  }

  /// Repeats that are not in the mean.
  public var failedCount: Int { divergedCount + explodedCount }

  /// The last position up to which networks of one shape learned in at least half of their repeats at every position
  /// that was tried: where the border between learned and not learned lies. 0 if not even the first of these positions; nil
  /// if that is not measured.
  ///
  /// Source: Illium et al. 2022, who compare it with the number of cells.
  ///
  /// - Parameters:
  ///   - statistics: of the networks at each of the positions.
  ///   - positions: in any order.
  public static func border(_ statistics: [MemorizationStatistics], at positions: [Int]) -> Int? {
    var border: Int?
    for (position, statistics) in zip(positions, statistics).sorted(by: { $0.0 < $1.0 }) {
      guard statistics.count > 0, !statistics.hasNoTarget else { break }
      if border == nil { border = 0 }
      guard statistics.learnedFraction >= 0.5 else { break }
      border = position
    }
    return border
  }
}
