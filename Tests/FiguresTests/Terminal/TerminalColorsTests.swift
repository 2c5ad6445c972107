import Drawing
import Testing

@testable import Figures

@Suite struct TerminalColorsTests {
  @Test func fullColoursAreExact() {
    #expect(
      TerminalColors.full.painted(" 5 ", Color(0x440154))
        == "\u{1b}[38;2;255;255;255;48;2;68;1;84m 5 \u{1b}[0m")
    #expect(
      TerminalColors.full.painted("x", Color(0xfde725)) == "\u{1b}[38;2;0;0;0;48;2;253;231;37mx\u{1b}[0m")
  }

  /// 16 + 36 r + 6 g + b, each part the nearest of 0, 95, 135, 175, 215, 255.
  @Test func thePaletteIsTheNearest() {
    #expect(TerminalColors.palette.painted("x", Color(0xffffff)) == "\u{1b}[38;5;16;48;5;231mx\u{1b}[0m")
    #expect(TerminalColors.palette.painted("x", Color(0x440154)) == "\u{1b}[38;5;231;48;5;53mx\u{1b}[0m")
  }

  @Test func theLegendSpansTheScale() throws {
    let table = ResultsTable(
      title: "t", notes: ["n"],
      table: TextTable(rowTitle: ("a", ""), columnTitle: "b", columns: ["1"], rows: [("2", ["3"])]),
      heat: HeatValues(quantity: "q", values: [[40]]))
    let other = ResultsTable(
      title: "", table: table.table, heat: HeatValues(quantity: "q", values: [[99_000]]))
    let terminal = try #require(HeatTerminal(.full, tables: [table, other]))
    let lines = table.text(terminal).split(separator: "\n")
    #expect(lines.prefix(2) == ["t", "(n)"])
    #expect(lines.last?.hasPrefix("40 \u{1b}[") == true)
    #expect(lines.last?.hasSuffix("m \u{1b}[0m 99,000 (logarithmic)") == true)
    #expect(lines.contains { $0.hasSuffix(TerminalColors.full.painted(" 3 ", Color(0x440154))) })
    #expect(HeatTerminal(nil, tables: [table]) == nil)
  }
}
