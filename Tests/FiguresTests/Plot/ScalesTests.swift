import Testing
import Text

@testable import Figures

@Suite struct ScalesTests {
  @Test func linear() {
    let scale = LinearScale(domain: -1...3, start: 400, end: 0)
    #expect([-1, 0, 1, 3].map(scale.position) == [400, 300, 200, 0])
    #expect(LinearScale(domain: 5...5, start: 10, end: 20).position(5) == 15)
  }

  @Test(
    arguments: [
      (0...1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0...0.25, [0, 0.05, 0.1, 0.15, 0.2, 0.25]),
      (12...50, [20, 30, 40, 50]), (-3...3, [-3, -2, -1, 0, 1, 2, 3]), (7...7, [7]),
      (0...20, [0, 5, 10, 15, 20]),
    ] as [(ClosedRange<Double>, [Double])])
  func ticksAreRoundNumbers(domain: ClosedRange<Double>, expected: [Double]) {
    #expect(LinearScale(domain: domain, start: 0, end: 1).ticks == expected)
  }

  @Test func zeroHasItsPlaceBelowTheSmallestPower() throws {
    let scale = ZeroLogScale(numbers: [0, 3e-4, 0.02], start: 400, end: 66)
    // From 1e-4 to 0.1 in what is left above the gap: 100 pixels a decade.
    #expect(scale.position(1e-4) == 400 - ZeroLogScale.gap)
    #expect(abs(scale.position(1e-2) - 166) < 1e-9)
    #expect(scale.position(0.1) == 66)
    let zero = try #require(scale.zero)
    #expect(scale.position(0) == zero && zero > scale.position(1e-4) && zero < 400)
    #expect(scale.ticks(NumberText.tick).map(\.label) == ["1e-4", "1e-3", "0.01", "0.1", "0"])
  }

  @Test func withoutZeroTheWholeHeightIsUsed() {
    let scale = ZeroLogScale(numbers: [1, 100, .nan, .infinity], start: 200, end: 0)
    #expect(scale.zero == nil)
    #expect([1, 10, 100].map(scale.position) == [200, 100, 0])
    // What lies beyond is drawn at the ends.
    #expect([0.001, 1e9].map(scale.position) == [200, 0])
  }

  @Test func whatIsBelowTheFloorIsDrawnThere() {
    let scale = ZeroLogScale(numbers: [1e-300, 1], floor: 1e-3, start: 300, end: 0)
    #expect(abs(scale.position(0.01) - 200) < 1e-9)
    #expect(scale.position(1e-300) == 300)
  }

  @Test func onlyZeros() {
    let scale = ZeroLogScale(numbers: [0, 0], start: 100, end: 0)
    #expect(scale.position(0) < 100 && scale.position(0) > scale.position(0.1))
  }

  /// A long axis keeps its largest power, and as many others as have room.
  @Test func ticksOfManyDecades() {
    let scale = ZeroLogScale(numbers: [1e-30, 1], start: 300, end: 0)
    let ticks = scale.ticks(NumberText.tick)
    #expect(ticks.count <= 12 && ticks.last?.label == "1")
  }
}

@Suite struct LogScaleTests {
  @Test func powersOfTheBaseFallOnExactPositions() {
    let steps = LogScale(base: .ten, domain: 10...100_000, start: 400, end: 0)
    #expect([10, 100, 1_000, 10_000, 100_000].map(steps.position) == [400, 300, 200, 100, 0])
    let sizes = LogScale(base: .two, domain: 1...128, start: 10, end: 80)
    #expect([1, 2, 4, 8, 16, 32, 64, 128].map(sizes.position) == [10, 20, 30, 40, 50, 60, 70, 80])
  }

  @Test func powersWithinTheDomain() {
    #expect(
      LogScale(base: .ten, domain: 10...99_000, start: 0, end: 1).powers == [10, 100, 1_000, 10_000])
    #expect(LogScale(base: .ten, domain: 1...1_000, start: 0, end: 1).powers == [1, 10, 100, 1_000])
    #expect(LogScale(base: .ten, domain: 2...9, start: 0, end: 1).powers == [])
    #expect(LogScale(base: .two, domain: 3...17, start: 0, end: 1).powers == [4, 8, 16])
  }

  @Test func oneValueLiesInTheMiddle() {
    #expect(LogScale(base: .two, domain: 64...64, start: 10, end: 20).position(64) == 15)
  }
}
