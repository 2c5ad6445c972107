import Testing

@testable import Figures

@Suite struct CurveAxisTests {
  @Test func steps() {
    let axis = CurveAxis.steps(1...10_000).placed([], start: 0, end: 400)
    #expect([1, 10, 10_000].map(axis.position) == [0, 100, 400])
    #expect(axis.ticks.map(\.label) == ["1", "10", "100", "1,000", "10,000"])
  }

  @Test func linear() {
    let axis = CurveAxis.linear(0...5_000).placed([], start: 0, end: 100)
    #expect([0, 2_500, 9_999].map(axis.position) == [0, 50, 100])
    #expect(axis.ticks.map(\.label) == ["0", "1,000", "2,000", "3,000", "4,000", "5,000"])
    #expect(
      CurveAxis.linear(0...0.3).placed([], start: 9, end: 0).ticks.map(\.label) == [
        "0", "0.05", "0.1", "0.15", "0.2", "0.25", "0.3",
      ])
  }

  @Test func magnitudes() {
    let axis = CurveAxis.magnitudes(floor: 0).placed([0, 1e-3, 0.5], start: 134, end: 0)
    #expect(axis.ticks.map(\.label) == ["1e-3", "0.01", "0.1", "1", "0"])
    #expect(abs(axis.position(0.1) - 100 / 3) < 1e-9)
  }
}

@Suite struct QuantilesTests {
  @Test func linesBetweenTheNumbers() {
    let quantiles = Quantiles([40, 10, 30, 20, 50])
    #expect([0, 0.25, 0.5, 1].map { quantiles[$0] } == [10, 20, 30, 50])
    #expect(abs(quantiles[0.1] - 14) < 1e-12)
    #expect(Quantiles([1, 2])[0.5] == 1.5)
    #expect(Quantiles([7])[0.3] == 7)
  }
}
