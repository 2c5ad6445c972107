import Drawing
import Experiments
import Foundation
import TestSupport
import Testing
import Text

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

/// What is printed on a terminal of so many columns.
@Suite struct FittedTableTests {
  private let table = TextTable(
    rowTitle: (name: "hidden size", unit: "(units)"), columnTitle: "input size (values per step)",
    columns: ["1", "2", "128"], rows: [("1", ["53", "48", "–"]), ("64", ["1,234", "999", "≥99,000"])])

  @Test func whatDoesNotFitStandsBelow() {
    #expect(
      table.text(width: 32) == """
                    │ input size (values
        hidden size │ per step)
            (units) │     1    2
        ────────────┼───────────────────
                  1 │    53   48
                 64 │ 1,234  999

                    │ input size (values
                    │ per step)
        hidden size │ (continued)
            (units) │     128
        ────────────┼───────────────────
                  1 │       –
                 64 │ ≥99,000

        """)
    #expect(table.text(width: 42) == table.text)
  }

  @Test func longLabelsLoseTheirMiddle() {
    let table = TextTable(
      rowTitle: (name: "network", unit: ""), columnTitle: "", columns: ["cell"],
      rows: [("a-very-long-name-of-a-network.safetensors", ["lstm"])])
    #expect(table.text(width: 30).contains("a-very-long…afetensors │ lstm\n"))
    #expect(table.text.contains("a-very-long-name-of-a-network.safetensors │ lstm\n"))
  }

  @Test func sentencesBreakBetweenWords() {
    #expect("one two three four".wrapped(to: 9, indent: 1) == ["one two", " three", " four"])
    #expect("one two".wrapped(to: 7) == ["one two"])
    #expect("one\ntwo three".wrapped(to: 8) == ["one two", "three"])
    #expect("one\ntwo".wrapped(to: 7) == ["one\ntwo"])
    #expect("a /very/long/path b".wrapped(to: 6) == ["a", "/very/long/path", "b"])
  }

  /// No line of any committed result is longer than the terminal is wide.
  @Test(
    arguments: try FileManager.default.contentsOfDirectory(atPath: Repository.path("results"))
      .filter { $0.hasSuffix(".h5") }.sorted(), [60, 80, 132])
  func committedResultsFit(name: String, width: Int) throws {
    let results = try Document(reading: Repository.path("results/\(name)")).results
    let (fitted, whole) = (results.summary(on: Terminal(width: width)), results.summary())
    let long = fitted.split(separator: "\n").filter { $0.count > width }
    #expect(long == [], "\(long.count)")
    // The same words and numbers, but for headings that are repeated.
    let words = Set(whole.split(whereSeparator: \.isWhitespace).filter { !$0.contains("─") })
    #expect(words.subtracting(fitted.split(whereSeparator: \.isWhitespace)) == [])
  }
}

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
