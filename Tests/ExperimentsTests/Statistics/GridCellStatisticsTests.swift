import MemoryMeasures
import Testing

@testable import Experiments

@Suite struct GridCellStatisticsTests {
  private func measurement(settled: Int, reached: Bool = true, within: Bool = true) -> DivergenceMeasurement {
    let count = CensoredSteps(steps: settled, reached: reached)
    return DivergenceMeasurement(
      firstEqual: CensoredSteps(steps: settled - 1, reached: true), settled: count, merged: count,
      thresholds: [CensoredSteps(steps: 2 * settled, reached: within)], outcome: .merged, finalDifference: 0,
      forgettingRate: .nan)
  }

  @Test func numbersDoneByHand() {
    let statistics = GridCellStatistics(
      [
        measurement(settled: 2), measurement(settled: 4, reached: false), measurement(settled: 4),
        measurement(settled: 10, within: false),
      ], thresholdCount: 1)
    #expect(statistics.count == 4)
    #expect(statistics.meanSettledSteps == 5)
    // Squares 9 + 1 + 1 + 25 = 36, divided by 3.
    #expect(statistics.stdSettledSteps == 12.0.squareRoot())
    #expect(statistics.medianSettledSteps == 4)
    #expect(statistics.settledFraction == 0.75)
    #expect(statistics.meanFirstEqualSteps == 4)
    #expect(statistics.meanThresholdSteps == [10])
    #expect(statistics.thresholdFractions == [0.75])
  }

  @Test func medianOfOddAndEvenCounts() {
    #expect(Sample([9, 1, 5]).median == 5)
    #expect(Sample([9, 1, 5, 6]).median == 5.5)
  }

  @Test func oneRepeatHasNoDeviationAndNoneHasNothing() {
    let one = GridCellStatistics([measurement(settled: 7)], thresholdCount: 1)
    #expect(one.meanSettledSteps == 7)
    #expect(one.medianSettledSteps == 7)
    #expect(one.stdSettledSteps.isNaN)
    let none = GridCellStatistics([], thresholdCount: 1)
    #expect(none.count == 0)
    #expect(none.meanSettledSteps.isNaN)
    #expect(none.medianSettledSteps.isNaN)
    #expect(none.settledFraction.isNaN)
    #expect(none.meanThresholdSteps.allSatisfy { $0.isNaN })
  }

  @Test func missingAndFailedRepeatsAreLeftOut() throws {
    let plan = try Example.plan(repeats: 3, thresholds: [0.1])
    let results = DivergenceResults(
      plan: plan,
      records: [
        Example.run(repeat: 0): .measured(measurement(settled: 6)),
        Example.run(repeat: 1): .failed(reason: "output not finite at shared step 3"),
      ])
    let statistics = results.statistics(cell: .lstm, layers: 1, hiddenSize: 1, inputSize: 2)
    #expect(statistics.count == 1)
    #expect(statistics.meanSettledSteps == 6)
    #expect(results.missing.count == plan.grid.runCount - 2)
    #expect(results.failed.map(\.run) == [Example.run(repeat: 1)])
  }
}
