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
    "# a comment\n1,-2.5\n# another\n0.003,4\n",
    "1.000e+00 -2.500e+00\n3.000e-03 4.000e+00\n",
    "a b\n  1   -2.5\n0.003 4 \n",
  ])
  func sameTable(text: String) throws {
    let table = try table(text)
    #expect(table.rows == 2 && table.columns == 2)
    #expect(table.values == [1, -2.5, 0.003, 4])
  }

  private func table(_ text: String, columns: String) throws -> SequenceTable {
    let choice: ColumnChoice = try #require(ColumnChoice(columns))
    return try CSVText.table(Array(text.utf8), columns: choice)
  }

  /// Dates, an index without a name, and whatever else is in columns that nobody chose.
  @Test(arguments: [
    ("time,a,b\n2024-01-01 00:00,1,2\n2024-01-01 01:00,3,4\n", "a,b"),
    ("time,a,b\n2024-01-01 00:00,1,2\n2024-01-01 01:00,3,4\n", "2,3"),
    (",b,a\n0,2,1\n1,4,3\n", "a , b"),
    ("2024-01-01,1,2\n2024-01-02,3,4\n", "2,3"),
    ("# a,x,b\n1,,2\n3,?,4\n", "a,b"),
    ("2,x,1\n1,,2\n3,?,4\n", "2,1"),
  ])
  func chosenColumns(text: String, columns: String) throws {
    guard !text.hasPrefix("2,x") else {
      // Names win over numbers.
      #expect(throws: SequenceFileProblem.text(line: 1, column: 2, .notANumber("x"))) {
        try table(text, columns: columns)
      }
      return
    }
    #expect(try table(text, columns: columns).values == [1, 2, 3, 4])
  }

  @Test func namesOfColumns() throws {
    #expect(try table("# a,b\n1,2\n").names == ["a", "b"])
    #expect(try table("# made by hand\n1,2\n").names == nil)
    #expect(try table("a,b\n1,2\n", columns: "b").names == ["b"])
    #expect(throws: SequenceFileProblem.noSuchColumn("c", known: "1 'a', 2 'b'")) {
      try table("a,b\n1,2\n", columns: "c")
    }
    #expect(throws: SequenceFileProblem.noSuchColumn("3", known: "1 to 2")) {
      try table("1,2\n", columns: "3")
    }
    for text in ["", "a,,b", "a,a", ","] { #expect(ColumnChoice(text) == nil) }
  }

  /// Text of another encoding is named as such, and is of no harm in columns that nobody chose.
  @Test func latin1() throws {
    let bytes = Array("t [".utf8) + [0xb0] + Array("C],b\n1,2\n".utf8)
    #expect(throws: SequenceFileProblem.text(line: 1, column: 1, .notUTF8)) { try CSVText.table(bytes) }
    let value = Array("a,b\n1,".utf8) + [0xb0, 0x0a]
    #expect(throws: SequenceFileProblem.text(line: 2, column: 2, .notUTF8)) { try CSVText.table(value) }
    #expect(try CSVText.table(value, columns: ColumnChoice("a")).values == [1])
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
    ("1.0 2.0,3.0\n4.0 5.0,6.0\n", 1, 1, .separatedBySpaces),
    ("# c\n1,2\n3,x\n", 3, 2, .notANumber("x")),
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
