import Foundation
import Testing

@testable import MemoryMeasures

/// Counts against sequences of differences written down by hand.
@Suite struct DivergenceSessionTests {
  /// A record of these differences; states differ where outputs do, and for `lag` steps longer.
  private func record(
    _ differences: [Double], horizon: Int? = nil, stateLag lag: Int = 0, thresholds: [Double] = [0.1, 0.01]
  ) throws -> DivergenceRecord {
    let settings = try DivergenceSettings(
      totalSteps: 5 + (horizon ?? differences.count), uniqueSteps: 5, thresholds: thresholds)
    var record = DivergenceRecord(settings)
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
    let measured = record.measurement(ulpOfOne: 1e-7)
    #expect(measured.firstEqual == reached(3))
    #expect(measured.settled == reached(5))
    #expect(measured.merged == reached(6))
    #expect(measured.thresholds == [reached(2), reached(5)])
    #expect(measured.outcome == .merged && measured.finalDifference == 0)
  }

  @Test func mergedAtOnce() throws {
    let measured = try record([0], horizon: 10).measurement(ulpOfOne: 1e-7)
    #expect(measured.firstEqual == reached(1) && measured.settled == reached(1))
    #expect(measured.merged == reached(1) && measured.thresholds == [reached(1), reached(1)])
    #expect(measured.forgettingRate.isNaN)
  }

  /// Reaching an event at the last step is not the same as never reaching it.
  @Test func theLastStepOfTheHorizon() throws {
    let measured = try record([0.5, 0.5, 0]).measurement(ulpOfOne: 1e-7)
    #expect(measured.firstEqual == reached(3) && measured.settled == reached(3))
    let never = try record([0.5, 0.5, 0.5]).measurement(ulpOfOne: 1e-7)
    #expect(never.firstEqual == censored(3) && never.settled == censored(3) && never.merged == censored(3))
    #expect(never.thresholds == [censored(3), censored(3)])
    #expect(never.outcome == .diverged && never.finalDifference == 0.5)
  }

  @Test func equalOutputsWithDifferentStatesAreNotMerged() throws {
    let record = try record([0.5, 0, 0], stateLag: 9)
    #expect(!record.isMerged)
    let measured = record.measurement(ulpOfOne: 1e-7)
    #expect(measured.settled == reached(2) && measured.merged == censored(3))
    #expect(measured.finalDifference == 0)
  }

  @Test func aDifferenceAtTheThresholdIsWithinIt() throws {
    let measured = try record([0.1, 0.01, 0.01], thresholds: [0.01, 0.1]).measurement(ulpOfOne: 1e-7)
    #expect(measured.thresholds == [reached(2), reached(1)], "in the order of the settings")
  }

  /// The outcome looks at the last 1,000 steps and at 1,024 units in the last place.
  @Test func roundingFloorNeedsTheWholeLastThousandSteps() throws {
    let ulp = Double(Float.ulpOfOne)
    let quiet = Array(repeating: 1_024 * ulp, count: 1_000)
    #expect(try record([1] + quiet).measurement(ulpOfOne: ulp).outcome == .roundingFloor)
    #expect(try record([1] + quiet.dropLast()).measurement(ulpOfOne: ulp).outcome == .diverged)
    #expect(try record(quiet + [1_025 * ulp]).measurement(ulpOfOne: ulp).outcome == .diverged)
    #expect(try record([1] + quiet).measurement(ulpOfOne: Double.ulpOfOne).outcome == .diverged)
  }

  /// d(k) = 0.8 e^(-k/20): the stretch is where it lies in (1e-5, 1e-1], after the last excursion above.
  @Test func forgettingRateOfAnExponential() throws {
    let decay = (1...300).map { 0.8 * exp(-Double($0) / 20) }
    let rate = try record(decay).measurement(ulpOfOne: 1e-7).forgettingRate
    #expect(abs(rate + 1.0 / 20) < 1e-12)
    let disturbed = Array(repeating: 0.01, count: 50) + [0.2] + decay
    #expect(try record(disturbed).measurement(ulpOfOne: 1e-7).forgettingRate == rate)
    #expect(try record([0.5, 0.05, 1e-6]).measurement(ulpOfOne: 1e-7).forgettingRate.isNaN, "one point")
  }

  @Test func curveIsPaddedWithZerosAfterAMerge() throws {
    let settings = try DivergenceSettings(totalSteps: 21, uniqueSteps: 1, recordsCurve: true)
    var record = DivergenceRecord(settings)
    record.append(difference: 0.5, outputsDiffer: true, statesDiffer: true)
    record.append(difference: 0, outputsDiffer: false, statesDiffer: false)
    let curve = record.measurement(ulpOfOne: 1e-7).curve
    #expect(curve.count == settings.curveSteps.count && curve.first == 0.5)
    #expect(curve.dropFirst().allSatisfy { $0 == 0 })
  }
}
