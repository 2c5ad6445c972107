import Drawing
import Testing

@testable import Figures

@Suite struct HeatScaleTests {
  @Test func nearNumbersAreLinear() throws {
    let scale = try #require(HeatScale([10, 200, 105]))
    #expect(!scale.isLogarithmic && scale.range == 10...200)
    #expect([10, 105, 200].map(scale.position) == [0, 0.5, 1])
  }

  @Test func farNumbersAreLogarithmic() throws {
    let scale = try #require(HeatScale([1, 10_000, .nan, .infinity]))
    #expect(scale.isLogarithmic && scale.range == 1...10_000)
    #expect([1, 100, 10_000].map(scale.position) == [0, 0.5, 1])
    #expect(scale.color(of: 1) == ColorMap.viridis.color(at: 0))
    #expect(scale.color(of: 10_000) == ColorMap.viridis.color(at: 1))
  }

  /// Errors of a latch: 0 has no logarithm, and is the smallest of all the same.
  @Test func zerosHaveTheFirstColour() throws {
    let scale = try #require(HeatScale([0, 1e-7, 1]))
    #expect(scale.isLogarithmic && scale.range == 1e-7...1)
    #expect([0, 1e-7, 1].map(scale.position) == [0, 0, 1])
  }

  @Test func equalNumbersAndNone() throws {
    #expect(try #require(HeatScale([5, 5])).position(of: 5) == 0)
    #expect(try #require(HeatScale([0, 0])).position(of: 0) == 0)
    #expect(HeatScale([]) == nil && HeatScale([Double.nan]) == nil)
  }

  @Test func tablesOfOneQuantityShareAScale() {
    func table(_ quantity: String, _ values: [[Double?]]) -> ResultsTable {
      ResultsTable(
        title: "", table: TextTable(rowTitle: ("", ""), columnTitle: "", columns: [], rows: []),
        heat: HeatValues(quantity: quantity, values: values))
    }
    let scales = HeatScale.scales(of: [
      table("a", [[1, nil], [2, 3]]), table("b", [[nil]]), table("a", [[7]]),
      ResultsTable(title: "", table: TextTable(rowTitle: ("", ""), columnTitle: "", columns: [], rows: [])),
    ])
    #expect(scales.mapValues(\.range) == ["a": 1...7])
  }
}
