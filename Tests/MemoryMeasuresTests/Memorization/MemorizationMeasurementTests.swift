import Testing

@testable import MemoryMeasures

@Suite struct MemorizationMeasurementTests {
  private func trained(_ loss: Double) -> MemorizationMeasurement {
    MemorizationMeasurement(outcome: .trained, loss: loss, epochs: 10)
  }

  private func exploded(_ loss: Double) -> MemorizationMeasurement {
    MemorizationMeasurement(outcome: .exploded, loss: loss, epochs: 10)
  }

  private let diverged = MemorizationMeasurement(outcome: .diverged, loss: .nan, epochs: 3)
  private let noTarget = MemorizationMeasurement(outcome: .noTarget, loss: .nan, epochs: 0)

  private func statistics(_ found: MemorizationMeasurement...) -> MemorizationStatistics {
    MemorizationStatistics(found) { $0 < 0.1 }
  }

  @Test func meansAreOverTheRepeats() {
    let found = statistics(trained(0.05), trained(0.25), trained(0.03))
    #expect(found.count == 3)
    #expect(abs(found.meanLoss - 0.11) < 1e-15)
    #expect(abs(found.stdLoss - (0.0148).squareRoot()) < 1e-15)
    #expect(found.learnedFraction == 2.0 / 3)
    #expect(found.divergedCount == 0)
  }

  /// A diverged training is counted as such: neither its NaN nor its absence makes a mean look better.
  @Test func divergedTrainingsDidNotLearnAndAreNotAveraged() {
    let found = statistics(trained(0.05), diverged)
    #expect(found.count == 2)
    #expect(found.trainedCount == 1)
    #expect(found.divergedCount == 1)
    #expect(found.meanLoss == 0.05)
    #expect(found.stdLoss.isNaN)
    #expect(found.learnedFraction == 0.5)
    #expect(statistics(diverged).meanLoss.isNaN)
    #expect(statistics(diverged).learnedFraction == 0)
  }

  /// One explosion in four repeats: the mean is that of the others, the median is of all.
  @Test func explodedTrainingsAreInTheMedianOnly() {
    let found = statistics(trained(0.04), exploded(16.5), trained(0.08), trained(0.06))
    #expect(found.count == 4 && found.trainedCount == 3 && found.explodedCount == 1 && found.failedCount == 1)
    #expect(abs(found.meanLoss - 0.06) < 1e-15 && abs(found.stdLoss - 0.02) < 1e-15)
    #expect(abs(found.medianLoss - 0.07) < 1e-15)
    #expect(found.learnedFraction == 0.75)
    #expect(statistics(exploded(2.5)).meanLoss.isNaN && statistics(exploded(2.5)).medianLoss == 2.5)
    // However low the bar.
    #expect(MemorizationStatistics([exploded(0.5)]) { $0 < 1 }.learnedFraction == 0)
  }

  /// A diverged training is worse than any that has a loss, and has none itself.
  @Test func mediansRankDivergedTrainingsLast() {
    #expect(statistics(diverged, trained(0.2), exploded(3)).medianLoss == 3)
    #expect(statistics(diverged, trained(0.2), trained(0.1)).medianLoss == 0.2)
    #expect(statistics(diverged, trained(0.2)).medianLoss.isNaN)
    #expect(statistics(diverged, diverged, trained(0.2)).medianLoss.isNaN)
    #expect(statistics(trained(.nan), trained(0.2)).medianLoss == 0.2)
  }

  @Test func withoutATargetThereIsNothingToAverage() {
    let found = statistics(noTarget)
    #expect(found.hasNoTarget)
    #expect(found.meanLoss.isNaN && found.medianLoss.isNaN)
    #expect(found.learnedFraction.isNaN)
  }

  @Test func theBorderEndsWhereNothingWasLearned() {
    func border(_ found: [Int: [MemorizationMeasurement]], at positions: [Int] = [3, 1, 2, 5]) -> Int? {
      return MemorizationStatistics.border(
        positions.map { position in MemorizationStatistics(found[position] ?? []) { $0 < 0.1 } },
        at: positions)
    }
    let (good, bad) = ([trained(0.05), trained(0.2)], [trained(0.2), trained(0.2)])
    // What was not tried is no gap.
    #expect(border([1: good, 2: good, 3: good, 5: good]) == 5)
    #expect(border([4: good, 9: good, 12: bad], at: [4, 12, 9]) == 9)
    #expect(border([4: bad, 9: good], at: [4, 9]) == 0)
    #expect(border([1: good, 2: bad, 3: good]) == 1)
    #expect(border([1: bad, 2: good]) == 0)
    #expect(border([2: good]) == nil)
    #expect(border([1: good, 2: [noTarget], 3: good]) == 1)
    #expect(border([1: [noTarget]]) == nil)
  }

  @Test func valuesThatNoTrainingCanHave() throws {
    let settings = try MemorizationSettings(epochs: 10)
    for value in [trained(0.05), trained(.nan), trained(16), exploded(0.376), diverged, noTarget] {
      #expect(Memorization.accepts(value, settings: settings))
    }
    for value in [
      trained(-0.05), MemorizationMeasurement(outcome: .trained, loss: 0, epochs: 9), exploded(0.375),
      exploded(.nan), exploded(.infinity), MemorizationMeasurement(outcome: .exploded, loss: 1, epochs: 9),
      MemorizationMeasurement(outcome: .diverged, loss: 1, epochs: 9),
      MemorizationMeasurement(outcome: .diverged, loss: .nan, epochs: 11),
      MemorizationMeasurement(outcome: .noTarget, loss: .nan, epochs: 1),
      MemorizationMeasurement(outcome: .trained, loss: 0, epochs: 10, lossCurve: [1]),
    ] {
      #expect(!Memorization.accepts(value, settings: settings), "\(value)")
    }
  }
}
