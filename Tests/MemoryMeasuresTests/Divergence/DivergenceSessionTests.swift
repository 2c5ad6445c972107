import Foundation
import RecurrentNetworks
import Testing

@testable import MemoryMeasures

/// Counts against sequences of differences written down by hand.
@Suite struct DivergenceSessionTests {
  /// A record of these differences; states differ where outputs do, and for `lag` steps longer.
  private func record(
    _ differences: [Double], horizon: Int? = nil, stateLag lag: Int = 0, thresholds: [Double] = [0.1, 0.01],
    precision: Precision = .float32
  ) throws -> DivergenceRecord {
    let settings = try DivergenceSettings(
      totalSteps: 5 + (horizon ?? differences.count), uniqueSteps: 5, thresholds: thresholds)
    var record = DivergenceRecord(settings, precision: precision)
    for (index, difference) in differences.enumerated() {
      let recent = differences[max(0, index - lag)...index]
      record.append(
        difference: difference, outputsDiffer: difference != 0, statesDiffer: recent.contains { $0 != 0 })
    }
    return record
  }

  private func reached(_ steps: Int) -> CensoredSteps { CensoredSteps(steps: steps, reached: true) }
  private func censored(_ steps: Int) -> CensoredSteps { CensoredSteps(steps: steps, reached: false) }

  @Test func everyCountOnOneSequence() throws {
    // First equal at 3, differing again at 4, settled from 5; states differ one step longer.
    let record = try record([0.5, 0.05, 0, 0.02, 0, 0], stateLag: 1)
    #expect(record.isMerged)
    let measured = record.measurement
    #expect(measured.firstEqual == reached(3))
    #expect(measured.settled == reached(5))
    #expect(measured.merged == reached(6))
    #expect(measured.thresholds == [reached(2), reached(5)])
    #expect(measured.outcome == .merged && measured.finalDifference == 0)
  }

  @Test func mergedAtOnce() throws {
    let measured = try record([0], horizon: 10).measurement
    #expect(measured.firstEqual == reached(1) && measured.settled == reached(1))
    #expect(measured.merged == reached(1) && measured.thresholds == [reached(1), reached(1)])
    #expect(measured.decay.rate.isNaN)
  }

  /// Reaching an event at the last step is not the same as never reaching it.
  @Test func theLastStepOfTheHorizon() throws {
    let measured = try record([0.5, 0.5, 0]).measurement
    #expect(measured.firstEqual == reached(3) && measured.settled == reached(3))
    let never = try record([0.5, 0.5, 0.5]).measurement
    #expect(never.firstEqual == censored(3) && never.settled == censored(3) && never.merged == censored(3))
    #expect(never.thresholds == [censored(3), censored(3)])
    #expect(never.finalDifference == 0.5)
  }

  /// A hundred steps, so ten for which an event has to have held: not reached at step 92, where it has held for nine.
  @Test(arguments: [89, 90, 91, 99, 100]) func aCountHasToHoldForATenthOfTheHorizon(last: Int) throws {
    let differences = (1...100).map { $0 == last ? 0.5 : $0 < 10 ? 1 : 1e-3 }
    let measured = try record(differences, stateLag: 200).measurement
    let expected = last <= 90 ? reached(last + 1) : censored(min(last + 1, 100))
    #expect(measured.thresholds == [expected, expected])
    #expect(measured.settled == censored(100) && measured.merged == censored(100))
    #expect(measured.firstEqual == censored(100))
  }

  /// What crosses again within the last 5% was not there for good, however long it had held before.
  @Test func aCrossingInTheLastTwentiethIsCensored() throws {
    var differences = (1...1_000).map { 0.5 * exp(-Double($0) / 20) }
    let quiet = try record(differences, stateLag: 2_000).measurement
    // 0.5 e^(-k / 20) <= 0.1 from k = 33 on, and <= 0.01 from 79 on.
    #expect(quiet.thresholds == [reached(33), reached(79)])
    differences[960] = 0.02
    let disturbed = try record(differences, stateLag: 2_000).measurement
    #expect(disturbed.thresholds == [reached(33), censored(962)])
  }

  /// Merged states cannot part again, so that no dwell is asked for.
  @Test func whatMergedIsReachedAtOnce() throws {
    let measured = try record(Array(repeating: 0.5, count: 99) + [0]).measurement
    #expect(measured.outcome == .merged)
    #expect(measured.settled == reached(100) && measured.thresholds == [reached(100), reached(100)])
  }

  @Test func equalOutputsWithDifferentStatesAreNotMerged() throws {
    let record = try record([0.5, 0, 0], stateLag: 9)
    #expect(!record.isMerged)
    let measured = record.measurement
    #expect(measured.settled == reached(2) && measured.merged == censored(3))
    #expect(measured.finalDifference == 0)
  }

  @Test func aDifferenceAtTheThresholdIsWithinIt() throws {
    let measured = try record([0.1, 0.01, 0.01], thresholds: [0.01, 0.1]).measurement
    #expect(measured.thresholds == [reached(2), reached(1)], "in the order of the settings")
  }

  // MARK: Outcomes

  /// The outcome looks at the last 1,000 steps and at 1,024 units in the last place.
  @Test func roundingFloorNeedsTheWholeLastThousandSteps() throws {
    let ulp = Double(Float.ulpOfOne)
    let quiet = Array(repeating: 1_024 * ulp, count: 1_000)
    func outcome(_ differences: [Double], _ precision: Precision = .float32) throws -> DivergenceOutcome {
      try record(differences, precision: precision).measurement.outcome
    }
    let loud = Array(repeating: 1.0, count: 9_001)
    #expect(try outcome(loud + quiet) == .roundingFloor)
    #expect(try outcome(loud + quiet.dropLast()) != .roundingFloor)
    // Of a run of 1,000 steps the last 100.
    #expect(try outcome(Array(loud.prefix(900)) + quiet.prefix(100)) == .roundingFloor)
    #expect(try outcome(Array(loud.prefix(901)) + quiet.prefix(99)) != .roundingFloor)
    #expect(try outcome(quiet + [1_025 * ulp]) != .roundingFloor)
    #expect(try outcome(loud + quiet, .float64) != .roundingFloor)
  }

  /// Too few steps for a trend: what has fallen by half is not taken for chaos, nor for a latch.
  @Test func shortRunsThatFallAreFading() throws {
    #expect(try record([0.5, 0.4, 0.2]).measurement.outcome == .fading)
    #expect(try record([0.5, 0.4, 0.4]).measurement.outcome != .fading)
  }

  /// Rounding, then differences beyond it: neither forgotten nor kept, even if the end is quiet again.
  @Test func whatGrowsAgainHasDiverged() throws {
    let quiet = Array(repeating: 1e-7, count: 4_000)
    #expect(try record(quiet + quiet).measurement.outcome == .roundingFloor)
    let burst = quiet + (0..<1_000).map { 1e-7 * exp(Double($0) / 70) } + quiet
    let measured = try record(burst).measurement
    #expect(measured.outcome == .diverged)
  }

  @Test func aConstantDifferenceIsKept() throws {
    var record = try record(Array(repeating: 0.5, count: 300))
    for _ in 0..<3 { record.append(unitDifferences: [0, -0.5, 0.1]) }
    #expect(record.measurement.outcome == .kept)
    #expect(record.measurement.floor == .none || record.measurement.floor.median.isNaN)
    // The largest is the same, but it is another unit's, or has the other sign.
    for change in [[0.5, 0, 0.1], [0, 0.5, 0.1]] {
      var chaos = record
      chaos.append(unitDifferences: change)
      #expect(chaos.measurement.outcome == .diverged)
    }
    let twice = Array(repeating: 0.2, count: 280) + Array(repeating: 0.5, count: 20)
    #expect(try self.record(twice).measurement.outcome == .diverged)
  }

  /// Slow forgetting is neither: the difference falls from block to block, noisy or not.
  @Test func aDifferenceThatFallsToTheEndIsFading() throws {
    var numbers = ExampleNumbers(5)
    let slow = (0..<2_000).map { exp(-Double($0) / 1_500) }
    #expect(try record(slow).measurement.outcome == .fading)
    let noisy = slow.map { $0 * (0.6 + 0.05 * Double(numbers.below(10))) }
    #expect(try record(noisy).measurement.outcome == .fading)
    #expect(try record(slow.reversed()).measurement.outcome == .diverged)
  }

  // MARK: Floors

  /// A fall of 300 steps to 2e-8 ... 4e-8 with a burst of 9e-7 and zeros in between.
  @Test func theFloorIsWhatIsLeftAfterTheFall() throws {
    var numbers = ExampleNumbers(9)
    var differences = (0..<20_000).map { step in
      max(exp(-Double(step) / 17), [0, 2e-8, 3e-8, 3e-8, 4e-8][numbers.below(5)])
    }
    differences[12_345] = 9e-7
    let floor = try record(differences).measurement.floor
    #expect(floor == DifferenceFloor(median: 3e-8, largest: 9e-7))
    #expect(!floor.isClear(of: 1e-6) && floor.isClear(of: 2e-6))
    differences[12_345] = 0
    let quiet = try record(differences).measurement.floor
    #expect(quiet == DifferenceFloor(median: 3e-8, largest: 4e-8))
    #expect(quiet.isClear(of: 1e-6) && !quiet.isClear(of: 8e-7))
  }

  /// What merges while it falls, what falls to the end and what is kept have no floor, and every threshold is clear.
  @Test func thereIsNoFloorWithoutAnEndOfTheFall() throws {
    let falling = (0..<3_000).map { exp(-Double($0) / 200) }
    for differences in [falling, falling + [0], Array(falling.prefix(300)) + [0]] {
      let measured = try record(differences).measurement
      #expect(measured.floor.median.isNaN && measured.floor.largest.isNaN)
      #expect(measured.floor.isClear(of: 1e-300))
    }
  }

  /// Merged at last, after a long time at the floor.
  @Test func whatMergesLateHasAFloor() throws {
    var numbers = ExampleNumbers(3)
    let differences = (0..<5_000).map { max(exp(-Double($0) / 10), [2e-8, 3e-8, 6e-8][numbers.below(3)]) }
    let measured = try record(differences + [0], horizon: 90_000).measurement
    #expect(measured.outcome == .merged)
    #expect(measured.floor == DifferenceFloor(median: 3e-8, largest: 6e-8))
  }

  /// Once in 5,600 courses, says Kendall's test, by chance.
  @Test func courseWithoutATrendDoesNotFall() throws {
    var numbers = ExampleNumbers(17)
    let falling = (0..<2_000).count { _ in
      var course = DifferenceCourse()
      for _ in 0..<160 { course.append(Double(numbers.below(1 << 30))) }
      return course.isFalling
    }
    #expect(falling <= 4)
  }

  // MARK: Rates

  /// d(k) = 0.8 e^(-k/20): the window is where it lies in (2^-16, 1e-1], after the last excursion above.
  @Test func decayRateOfAnExponential() throws {
    let decay = (1...300).map { 0.8 * exp(-Double($0) / 20) }
    let fit = try record(decay).measurement.decay
    #expect(abs(fit.rate + 1.0 / 20) < 1e-12 && fit.standardError < 1e-9)
    // 0.8 e^(-k/20) = 0.1 at 41.6, 2^-16 at 217.3.
    #expect(fit.firstStep == 42 && fit.lastStep == 217)
    let disturbed = try record(Array(repeating: 0.01, count: 50) + [0.2] + decay).measurement.decay
    #expect(disturbed.rate == fit.rate && disturbed.firstStep == 93)
    // In float64 the window reaches down to 2^-45.
    let long = (1...1_000).map { 0.8 * exp(-Double($0) / 20) }
    #expect(try record(long, precision: .float64).measurement.decay.lastStep == 619)
  }

  /// The standard error is that of the textbook: residuals of ±0.1 in turn, over the 171 steps 44 ... 214.
  @Test func standardErrorOfTheRate() throws {
    let decay = (1...300).map { 0.8 * exp(-Double($0) / 20 + ($0.isMultiple(of: 2) ? 0.1 : -0.1)) }
    let fit = try record(decay).measurement.decay
    let count = fit.lastStep - fit.firstStep + 1
    let expected = 0.1 * (12 / (count * count * count)).squareRoot()
    #expect(abs(fit.standardError / expected - 1) < 0.05 && abs(fit.rate + 0.05) < 4 * fit.standardError)
  }

  /// Above a floor the line would bend: the window ends where the difference is no longer clear of it.
  @Test func theWindowEndsAboveTheFloor() throws {
    let decay = (1...20_000).map { 0.8 * exp(-Double($0) / 20) + 2e-5 }
    let measured = try record(decay).measurement
    #expect(measured.outcome == .roundingFloor && abs(measured.floor.median - 2e-5) < 1e-9)
    // 30 floors are 6e-4, the next power of two 2^-10, which 0.8 e^(-k/20) comes to at 134.2.
    #expect(measured.decay.lastStep == 134 && abs(measured.decay.rate + 0.05) < 1e-3)
  }

  @Test func noRateOfTooFewStepsOrOfGrowth() throws {
    let four = [0.5, 0.05, 0.02, 0.01, 0.005, 1e-6]
    #expect(try record(four).measurement.decay.rate.isNaN)
    #expect(try abs(record(four.dropLast() + [0.0025, 1e-6]).measurement.decay.rate + log(2)) < 0.1)
    let growth = (0..<300).map { 1e-3 * exp(Double($0) / 100) }
    let fit = try record(growth).measurement.decay
    #expect(fit.rate.isNaN && fit.standardError.isNaN && fit.firstStep.isNaN && fit.lastStep.isNaN)
  }

  @Test func curveIsPaddedWithZerosAfterAMerge() throws {
    let settings = try DivergenceSettings(totalSteps: 21, uniqueSteps: 1, recordsCurve: true)
    var record = DivergenceRecord(settings, precision: .float32)
    record.append(difference: 0.5, outputsDiffer: true, statesDiffer: true)
    record.append(difference: 0, outputsDiffer: false, statesDiffer: false)
    let curve = record.measurement.curve
    #expect(curve.count == settings.curveSteps.count && curve.first == 0.5)
    #expect(curve.dropFirst().allSatisfy { $0 == 0 })
  }
}
