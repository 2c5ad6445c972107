import Foundation
import MemoryMeasures
import Testing
import TestSupport

@testable import Experiments

@Suite struct TwinComparisonTests {
  /// Four p-values in order: times 4, 3, 2 and 1, none below the one before.
  @Test func byHand() {
    #expect(Holm.adjusted([0.01, 0.04, 0.03, 0.005]) == [0.03, 0.06, 0.06, 0.02])
    #expect(Holm.adjusted([0.02, 0.02]) == [0.04, 0.04])
    #expect(Holm.adjusted([0.5, 0.9]) == [1, 1])
    #expect(Holm.adjusted([0.2]) == [0.2])
    #expect(Holm.adjusted([]).isEmpty)
  }

  @Test func whatHasNoPValueDoesNotCount() {
    let adjusted = Holm.adjusted([.nan, 0.01, .nan, 0.03])
    #expect(adjusted[1] == 0.02)
    #expect(adjusted[3] == 0.03)
    #expect(adjusted[0].isNaN && adjusted[2].isNaN)
  }
}

@Suite struct MannWhitneyTests {
  private func reached(_ steps: [Int]) -> [CensoredSteps] {
    steps.map { CensoredSteps(steps: $0, reached: true) }
  }

  private func censored(_ count: Int, at horizon: Int = 100) -> [CensoredSteps] {
    Array(repeating: CensoredSteps(steps: horizon, reached: false), count: count)
  }

  // MARK: By hand

  /// Of the 20 ways to choose 3 of 6 ranks, one has the largest sum.
  @Test func completeSeparation() {
    let test = MannWhitney(reached([40, 50, 60]), reached([10, 20, 30]))
    #expect(test.u == 9)
    #expect(test.delta == 1)
    #expect(test.isExact)
    #expect(test.pValue == 0.1)
    let reversed = MannWhitney(reached([10, 20, 30]), reached([40, 50, 60]))
    #expect(reversed.u == 0)
    #expect(reversed.delta == -1)
    #expect(reversed.pValue == 0.1)
  }

  /// 1 against 2, 3: the first has the smallest of three ranks, one way of three.
  @Test func samplesOfDifferentSizes() {
    let test = MannWhitney(reached([1]), reached([2, 3]))
    #expect(test.u == 0)
    #expect(test.pValue == 2.0 / 3)
    // Ranks 2 and 3 of 1, 2, 3: sum 5 of 3, 4, 5.
    #expect(MannWhitney(reached([2, 3]), reached([1])).pValue == 2.0 / 3)
    #expect(MannWhitney(reached([5]), reached([1, 2, 8, 9])).pValue == 1)
  }

  /// 1, 2 against 2, 3: doubled midranks 2, 5, 5, 8. Sums of two: 7, 7, 10, 10, 13, 13; 7 or less in 2 of 6.
  @Test func ties() {
    let first = reached([1, 2])
    let second = reached([2, 3])
    #expect(MannWhitney.doubledMidranks(first + second) == [2, 5, 5, 8])
    let test = MannWhitney(first, second)
    #expect(test.u == 0.5)
    #expect(test.delta == -0.75)
    #expect(test.pValue == 2.0 / 3)
  }

  @Test func censoredCountsAreTiedAboveAllOthers() {
    let counts = [censored(1), reached([100, 3]), censored(1)].flatMap(\.self)
    #expect(MannWhitney.doubledMidranks(counts) == [7, 4, 2, 7])
    // The last step of the horizon is below what was never reached.
    let test = MannWhitney(censored(3), reached([100, 100, 100]))
    #expect(test.u == 9)
    #expect(test.pValue == 0.1)
    #expect(MannWhitney(censored(3), censored(4)).u == 6)
  }

  @Test func whereAllIsEqualNothingDiffers() {
    for size in [3, 400] {
      let test = MannWhitney(censored(size), censored(size))
      #expect(test.delta == 0)
      #expect(test.pValue == 1)
    }
  }

  @Test func nothingToCompare() {
    for test in [MannWhitney([], reached([1])), MannWhitney(reached([1]), []), MannWhitney([], [])] {
      #expect(test.pValue.isNaN)
      #expect(test.delta.isNaN)
      #expect(test.u == 0)
    }
  }

  @Test func theTwoSamplesAreTreatedAlike() {
    let first = reached([3, 8, 8, 40]) + censored(3)
    let second = reached([1, 8, 9, 11, 60]) + censored(1)
    let test = MannWhitney(first, second)
    let swapped = MannWhitney(second, first)
    #expect(test.pValue == swapped.pValue)
    #expect(test.u + swapped.u == Double(first.count * second.count))
    #expect(test.delta == -swapped.delta)
  }

  @Test func largeSamplesAreApproximated() {
    #expect(MannWhitney(reached(Array(1...10)), reached(Array(1...30))).isExact)
    let test = MannWhitney(reached(Array(1...300)), reached(Array(2...301)))
    #expect(!test.isExact)
    #expect(test.pValue < 1 && test.pValue > 0.5)
  }

  // MARK: scipy's answers

  private struct Fixtures: Decodable {
    struct Case: Decodable {
      let first: [Int]
      let second: [Int]
      let u: Double
      let asymptotic: Double
      let exact: Double?
    }
    let horizon: Int
    let cases: [Case]
  }

  /// Probabilities of both add up thousands of terms in another order: 1e-12 of the value. The worst seen is
  /// 3e-14.
  private static let relativeTolerance = 1e-12

  @Test func answersAreThoseOfScipy() throws {
    let fixtures: Fixtures = try Repository.decode(from: "Tests/ExperimentsTests/Fixtures/mann_whitney.json")
    #expect(fixtures.cases.count == 14)
    #expect(fixtures.cases.count { $0.exact != nil } == 11)
    for fixture in fixtures.cases {
      func sample(_ values: [Int]) -> [CensoredSteps] {
        values.map { CensoredSteps(steps: min($0, fixtures.horizon), reached: $0 <= fixtures.horizon) }
      }
      let (first, second) = (sample(fixture.first), sample(fixture.second))
      let (m, n) = (first.count, second.count)
      let test = MannWhitney(first, second)
      #expect(test.u == fixture.u)
      let ranks = MannWhitney.doubledMidranks(first + second)
      let asymptotic = MannWhitney.approximateP(ranks, u: test.u, m: m, n: n)
      #expect(abs(asymptotic - fixture.asymptotic) <= Self.relativeTolerance * fixture.asymptotic)
      if let exact = fixture.exact, m * n <= 1_000 || test.isExact {
        #expect(test.isExact)
        #expect(abs(test.pValue - exact) <= Self.relativeTolerance * exact, "\(m) and \(n)")
      } else if !test.isExact {
        #expect(test.pValue == asymptotic)
      }
    }
  }
}
