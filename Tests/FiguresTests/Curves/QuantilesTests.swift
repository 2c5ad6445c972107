import Testing

@testable import Figures

@Suite struct QuantilesTests {
  @Test func linesBetweenTheNumbers() {
    let quantiles = Quantiles([40, 10, 30, 20, 50])
    #expect([0, 0.25, 0.5, 1].map { quantiles[$0] } == [10, 20, 30, 50])
    #expect(abs(quantiles[0.1] - 14) < 1e-12)
    #expect(Quantiles([1, 2])[0.5] == 1.5)
    #expect(Quantiles([7])[0.3] == 7)
  }
}
