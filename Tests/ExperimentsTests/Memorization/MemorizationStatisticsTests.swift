import RecurrentNetworks
import Testing

@testable import Experiments

@Suite struct MemorizationStatisticsTests {
  private typealias Trainings = MemorizationExample

  private func statistics(_ records: MemorizationRecord...) -> MemorizationStatistics {
    MemorizationStatistics(records) { $0 < 0.1 }
  }

  @Test func meansAreOverTheRepeats() {
    let found = statistics(Trainings.trained(0.05), Trainings.trained(0.25), Trainings.trained(0.03))
    #expect(found.count == 3)
    #expect(abs(found.meanLoss - 0.11) < 1e-15)
    #expect(abs(found.stdLoss - (0.0148).squareRoot()) < 1e-15)
    #expect(found.learnedFraction == 2.0 / 3)
    #expect(found.divergedCount == 0)
  }

  /// A diverged training is counted as such: neither its NaN nor its absence makes a mean look better.
  @Test func divergedTrainingsDidNotLearnAndAreNotAveraged() {
    let found = statistics(Trainings.trained(0.05), Trainings.diverged)
    #expect(found.count == 2)
    #expect(found.trainedCount == 1)
    #expect(found.divergedCount == 1)
    #expect(found.meanLoss == 0.05)
    #expect(found.stdLoss.isNaN)
    #expect(found.learnedFraction == 0.5)
    #expect(statistics(Trainings.diverged).meanLoss.isNaN)
    #expect(statistics(Trainings.diverged).learnedFraction == 0)
  }

  @Test func withoutATargetThereIsNothingToAverage() {
    let found = statistics(MemorizationRecord(loss: .nan, outcome: .noTarget, epochs: 0))
    #expect(found.hasNoTarget)
    #expect(found.meanLoss.isNaN)
    #expect(found.learnedFraction.isNaN)
  }

  @Test func theBorderEndsAtTheFirstGap() throws {
    let plan = try Trainings.plan(positions: [3, 1, 2, 5])
    func border(_ losses: [Int: [Double]]) -> Int? {
      var records: [MemorizationRun: SweepRecord<MemorizationRecord>] = [:]
      for (position, losses) in losses {
        for (index, loss) in losses.enumerated() {
          records[Trainings.run(position: position, repeat: index)] = .measured(Trainings.trained(loss))
        }
      }
      return MemorizationResults(plan: plan, records: records)
        .border(cell: .rnn, layers: 1, hiddenSize: 3)
    }
    let (good, bad) = ([0.05, 0.2], [0.2, 0.2])
    #expect(border([1: good, 2: good, 3: good, 5: good]) == 3)
    #expect(border([1: good, 2: bad, 3: good]) == 1)
    #expect(border([1: bad, 2: good]) == 0)
    #expect(border([2: good]) == nil)
  }
}
