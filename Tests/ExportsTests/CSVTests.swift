import Testing

@testable import Exports

/// Tidy tables, character by character.
@Suite struct CSVTests {
  private let tables = CSVTables(ExampleResults.results).tables

  private func text(_ name: String) throws -> String {
    String(decoding: try #require(tables.first { $0.name == name }).bytes(), as: UTF8.self)
  }

  @Test func oneTableForEverySetOfAxes() {
    #expect(tables.map(\.name) == ["runs", "runs-threshold", "cells", "threshold", "columns", "attributes"])
    #expect(tables.map(\.rowCount) == [3, 9, 2, 3, 14, 3])
    #expect(tables.map(\.columns.count) == [6, 4, 2, 2, 6, 2])
  }

  /// A run that is not done has its status alone; where there is no run, there is no row. Words for flags of
  /// three values, 0 and 1 for those of two.
  @Test func aRowForEveryRun() throws {
    #expect(
      try text("runs") == """
        cell,repeat,run_status,steps,reached,rate
        lstm,0,done,7,1,-0.3333333333333333
        lstm,1,done,100000,0,-inf
        "g,ru",0,missing,,,

        """)
  }

  @Test func rowsForAFurtherAxis() throws {
    #expect(
      try text("runs-threshold") == """
        cell,repeat,threshold,difference
        lstm,0,0.1,0.1
        lstm,0,0.001,1e-10
        lstm,0,1e-07,3.0
        lstm,1,0.1,4.0
        lstm,1,0.001,5.0
        lstm,1,1e-07,6.0
        "g,ru",0,0.1,
        "g,ru",0,0.001,
        "g,ru",0,1e-07,

        """)
    #expect(try text("cells") == "cell,mean\nlstm,50003.5\n\"g,ru\",\n")
    #expect(try text("threshold") == "threshold,count\n0.1,1\n0.001,2\n1e-07,3\n")
  }

  /// Flags of two values by their numbers, of three by their words.
  @Test func whatColumnsAre() throws {
    let lines = try text("columns").split(separator: "\n").map(String.init)
    #expect(
      lines.prefix(6) == [
        "table,column,long_name,units,type,meanings", "runs,cell,cell type,,text,",
        "runs,repeat,repeat,,integer,", "runs,run_status,status,,word,\"missing, done, failed\"",
        "runs,steps,steps,steps,integer,", "runs,reached,whether,,flag,\"0 censored, 1 reached\"",
      ])
    #expect(
      lines.suffix(2) == ["threshold,threshold,difference,,number,", "threshold,count,count,,integer,"])
  }

  @Test func attributes() throws {
    #expect(
      try text("attributes")
        == "name,value\ntitle,\"a, \"\"b\"\"\nc\"\nseed,18446744073709551615\nrates,0.1 -2.0\n")
  }

  @Test(arguments: [
    ("plain text", "plain text"), ("", ""), ("a,b", "\"a,b\""), ("\"", "\"\"\"\""), ("a\rb", "\"a\rb\""),
    ("a\r\nb", "\"a\r\nb\""), ("größer", "größer"),
  ])
  func quotes(text: String, field: String) {
    #expect(CSVField.quoted(text) == Array(field.utf8))
  }
}
