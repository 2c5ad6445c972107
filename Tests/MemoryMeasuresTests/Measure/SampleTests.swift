import Testing

@testable import MemoryMeasures

@Suite struct SampleTests {
  private func sample(_ reached: [Int], censored: Int) -> CensoredSample {
    CensoredSample(
      reached.map { CensoredSteps(steps: $0, reached: true) }
        + Array(repeating: CensoredSteps(steps: 100, reached: false), count: censored))
  }

  private func median(_ steps: Double, isLowerBound: Bool) -> CensoredSample.Median {
    CensoredSample.Median(steps: steps, isLowerBound: isLowerBound)
  }

  @Test func aMedianBelowTheCensoredCountsIsExact() {
    #expect(sample([5, 1, 9], censored: 2).median == median(9, isLowerBound: false))
    #expect(sample([5, 1], censored: 0).median == median(3, isLowerBound: false))
    #expect(sample([5, 1, 7], censored: 1).median == median(6, isLowerBound: false))
  }

  @Test func aMedianAmongTheCensoredCountsIsALowerBound() {
    #expect(sample([5], censored: 2).median == median(100, isLowerBound: true))
    // The upper of the two in the middle is beyond the horizon.
    #expect(sample([5, 7], censored: 2).median == median(53.5, isLowerBound: true))
    #expect(sample([], censored: 1).median == median(100, isLowerBound: true))
    // Reached at the last step is not beyond it.
    #expect(sample([100], censored: 0).median == median(100, isLowerBound: false))
  }

  @Test func meanAndFraction() {
    #expect(sample([10, 20], censored: 2).mean == 57.5)
    #expect(sample([10, 20], censored: 2).fraction == 0.5)
    #expect(sample([10, 20], censored: 2).count == 4)
    #expect(sample([], censored: 0).median.steps.isNaN)
    #expect(sample([], censored: 0).mean.isNaN)
  }

  /// Censored counts may hold less than the horizon: in ranks they are above all others, in means they are what they are,
  /// and in restricted means they count with the horizon.
  @Test func censoredBeforeTheHorizon() {
    let early = CensoredSample([
      CensoredSteps(steps: 95, reached: false), CensoredSteps(steps: 10, reached: true),
      CensoredSteps(steps: 91, reached: false), CensoredSteps(steps: 20, reached: true),
      CensoredSteps(steps: 99, reached: false),
    ])
    #expect(early.median == median(91, isLowerBound: true))
    #expect(early.mean == 63)
    #expect(early.restrictedMean(horizon: 100) == 66)
    #expect(CensoredSample([]).restrictedMean(horizon: 100).isNaN)
  }

  @Test func medianOfOddAndEvenCounts() {
    #expect(Sample([9, 1, 5]).median == 5)
    #expect(Sample([9, 1, 5, 6]).median == 5.5)
  }

  @Test func deviationsTakeTwoValues() {
    #expect(Sample([2, 4, 4, 10]).standardDeviation == 12.0.squareRoot())
    #expect(Sample([2]).standardDeviation.isNaN && Sample([]).mean.isNaN && Sample([]).median.isNaN)
  }
}
