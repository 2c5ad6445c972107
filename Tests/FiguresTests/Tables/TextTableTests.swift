import Testing

@testable import Figures

@Suite struct TextTableTests {
  @Test func columnsAreAlignedOnTheRight() {
    let table = TextTable(
      rowTitle: (name: "hidden size", unit: "(units)"), columnTitle: "input size (values per step)",
      columns: ["1", "128"], rows: [("1", ["53", "–"]), ("64", ["1,234", "≥99,000"])])
    #expect(
      table.text == """
        hidden size │ input size (values per step)
            (units) │     1      128
        ────────────┼─────────────────────────────
                  1 │    53        –
                 64 │ 1,234  ≥99,000

        """)
  }

  /// Colours go behind a cell and the spaces on either side, and move nothing.
  @Test func paintedCellsStayInTheirPlaces() {
    let table = TextTable(
      rowTitle: (name: "hidden size", unit: "(units)"), columnTitle: "input size (values per step)",
      columns: ["1", "128"], rows: [("1", ["53", "–"]), ("64", ["1,234", "≥99,000"])])
    let text = table.text { row, column in row == 1 || column == 0 ? { "<\($0)>" } : nil }
    #expect(
      text == """
        hidden size │ input size (values per step)
            (units) │     1      128
        ────────────┼─────────────────────────────
                  1 │<    53 >       –
                 64 │< 1,234 >< ≥99,000 >

        """)
    #expect(text.filter { $0 != "<" && $0 != ">" }.replacing(" \n", with: "\n") == table.text)
  }

  @Test func theRuleSpansAWideTable() {
    let table = TextTable(
      rowTitle: (name: "a", unit: ""), columnTitle: "b", columns: ["10", "20"], rows: [("1", ["5", "6"])])
    #expect(
      table.text == """
        a │ b
          │ 10  20
        ──┼───────
        1 │  5   6

        """)
  }
}
