import Testing

@testable import Figures

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
