import Testing

@testable import SequenceFiles

@Suite struct CSVTextTests {
  private func table(_ text: String) throws -> SequenceTable { try CSVText.table(Array(text.utf8)) }

  private func problem(_ text: String) -> SequenceFileProblem? {
    do {
      _ = try CSVText.table(Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: ["numpy.csv", "pandas.csv", "pandas-tabs.tsv"])
  func filesOfOthers(name: String) throws {
    let table = try SequenceFile(path: Fixture.path(name)).read()
    #expect(table.rows == 4 && table.columns == 3)
    #expect(table.values == Fixture.floats)
  }

  /// One table, said in every way that the dialect has.
  @Test(arguments: [
    "1,-2.5\n0.003,4\n",
    "1,-2.5\n0.003,4",
    "1,-2.5\r\n0.003,4\r\n",
    "\u{feff}1;-2.5\n3e-3;4\n\n\n",
    "a\tb\n1\t-2.5\n.3E-2\t4.\n",
    "  \"x, y\" , z\n \"1\" , -25e-1 \n +0.003, \"4\"\n  \n",
    "\"a\"\"b\";c\n1;-2.5\n3e-3;4\n",
    "t1,t2\n1,-2.5\n0.003,4\n",
  ])
  func sameTable(text: String) throws {
    let table = try table(text)
    #expect(table.rows == 2 && table.columns == 2)
    #expect(table.values == [1, -2.5, 0.003, 4])
  }

  @Test func oneColumn() throws {
    #expect(try table("1\n2\n3\n").values == [1, 2, 3])
    #expect(try table("x\n1\n2\n").columns == 1)
  }

  @Test(arguments: [
    ("1,2\n3,x\n", 2, 2, CSVProblem.notANumber("x")),
    ("a,1\n3,4\n", 1, 1, .notANumber("a")),
    ("a;b\n1,5;2,5\n", 2, 1, .notANumber("1,5")),
    ("1,0x10\n", 1, 2, .notANumber("0x10")),
    ("1,1_000\n", 1, 2, .notANumber("1_000")),
    ("1,1e\n", 1, 2, .notANumber("1e")),
    ("1,.\n", 1, 2, .notANumber(".")),
    ("1,--2\n", 1, 2, .notANumber("--2")),
    ("1,\(String(repeating: "z", count: 90))\n", 1, 2, .notANumber(String(repeating: "z", count: 40) + "…")),
    ("1,2\nNaN,3\n", 2, 1, .notFinite("NaN")),
    ("1,2\n3,-inf\n", 2, 2, .notFinite("-inf")),
    ("nan,inf\n3,4\n", 1, 1, .notFinite("nan")),
    ("1,2\n3,1e999\n", 2, 2, .notFinite("1e999")),
    ("1,2\n3,\n", 2, 2, .noValue),
    ("1,2\n,3\n", 2, 1, .noValue),
    ("1,2\n3,\"4\n", 2, 2, .openQuote),
    ("1,2\n\"3\"x,4\n", 2, 1, .afterQuote),
    ("a,,c\n1,2,3\n", 1, 2, .noName),
    ("1.0 2.0 3.0\n4.0 5.0 6.0\n", 1, 1, .separatedBySpaces),
  ])
  func wrongColumns(text: String, line: Int, column: Int, expected: CSVProblem) {
    #expect(problem(text) == .text(line: line, column: column, expected))
  }

  @Test(arguments: [
    ("1,2\n3,4\n5\n", 3, CSVProblem.wrongCount(found: 1, expected: 2)),
    ("a,b\n1,2,3\n", 2, .wrongCount(found: 3, expected: 2)),
    ("1,2\n\n3,4\n", 2, .blankLine),
    ("1,5;2,5\n", 1, .severalSeparators),
  ])
  func wrongLines(text: String, line: Int, expected: CSVProblem) {
    #expect(problem(text) == .text(line: line, column: nil, expected))
  }

  @Test func anIndexWithoutAName() throws {
    let path = Fixture.path("pandas-index.csv")
    #expect(try Fixture.problem(reading: path) == .text(line: 1, column: 1, .noName))
  }

  @Test func decimalCommas() throws {
    let path = Fixture.path("pandas-decimal-comma.csv")
    let expected = CSVProblem.notANumber("0,0")
    #expect(try Fixture.problem(reading: path) == .text(line: 2, column: 1, expected))
  }

  @Test func nothingToRead() {
    #expect(problem("") == .empty(rows: 0, columns: 0))
    #expect(problem("\u{feff}") == .empty(rows: 0, columns: 0))
    #expect(problem("a,b\n") == .empty(rows: 0, columns: 2))
  }

  /// A JPEG picture, a gzip archive, and a null character.
  @Test(
    arguments: [
      [0xff, 0xd8, 0xff, 0xe0, 0, 0x10], [0x1f, 0x8b, 8, 0, 0], [0x41, 0, 0x42, 0, 0x0a],
    ] as [[UInt8]])
  func filesThatAreNoText(bytes: [UInt8]) {
    #expect(throws: SequenceFileProblem.unknownFormat) { try CSVText.table(bytes) }
  }

  /// Whatever a byte is changed to, the text is read as a table or refused.
  @Test(arguments: ["numpy.csv", "pandas.csv", "pandas-tabs.tsv"]) func damagedText(name: String) throws {
    let whole = try Fixture.bytes(name)
    for place in whole.indices {
      for change in 1...255 as ClosedRange<UInt8> {
        var damaged = whole
        damaged[place] ^= change
        guard let table = try? CSVText.table(damaged) else { continue }
        #expect(table.values.count == table.rows * table.columns && table.columns <= 4)
      }
    }
  }
}
