import Testing

@testable import Figures

@Suite struct HeatValuesTests {
  @Test func tablesOfOneQuantityShareAScale() {
    func table(_ quantity: String, _ values: [[Double?]]) -> ResultsTable {
      ResultsTable(
        title: "", table: TextTable(rowTitle: ("", ""), columnTitle: "", columns: [], rows: []),
        heat: HeatValues(quantity: quantity, values: values))
    }
    let scales = HeatValues.scales(of: [
      table("a", [[1, nil], [2, 3]]), table("b", [[nil]]), table("a", [[7]]),
      ResultsTable(title: "", table: TextTable(rowTitle: ("", ""), columnTitle: "", columns: [], rows: [])),
    ])
    #expect(scales.mapValues(\.domain) == ["a": 1...7])
  }
}
