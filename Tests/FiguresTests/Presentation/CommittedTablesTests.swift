import Experiments
import Foundation
import TestSupport
import Testing

@testable import Figures

/// The tables of results/README.md are those that the program makes of the files now, with its rounding.
@Suite struct CommittedTablesTests {
  /// The cells of the first table after a line that has this in it: rows without the one below the heading.
  private func committed(after line: String) throws -> [[String]] {
    let lines = try Repository.text(of: "results/README.md").split(
      separator: "\n", omittingEmptySubsequences: false)
    let place = try #require(lines.firstIndex { $0.contains(line) })
    let table = lines[place...].drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
    return table.filter { !$0.hasPrefix("|-") }.map { row in
      row.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map {
        $0.replacing("**", with: "").trimmingCharacters(in: .whitespaces)
      }
    }
  }

  private func tables(of file: String) throws -> [ResultsTable] {
    try Document(reading: Repository.path("results/\(file)")).results.presentation.tables
  }

  @Test(arguments: [
    ("LSTM, bit-identical for good", 0), ("LSTM, within 1e-6 for good", 1),
    ("GRU, bit-identical for good", 2), ("GRU, within 1e-6 for good", 3),
  ])
  func steps(line: String, place: Int) throws {
    let table = try tables(of: "divergence.h5")[place].table
    let rows = table.rows.map { row in
      [row.label] + row.cells.map { String($0.prefix { $0 != " " }) }
    }
    #expect(try committed(after: line) == [["hidden \\ input"] + table.columns] + rows)
  }

  /// A column of a table by what the rows are: RNN 2.
  private func column(_ title: String, of table: ResultsTable) throws -> [String: String] {
    let place = try #require(table.table.columns.firstIndex(of: title))
    return Dictionary(uniqueKeysWithValues: table.table.rows.map { ($0.label, $0.cells[place]) })
  }

  @Test func capacities() throws {
    let means = try column("mean", of: tables(of: "capacity.h5")[0])
    let rows = try committed(after: "## How much networks remember")
    for row in rows.dropFirst() {
      #expect(Array(row.dropFirst()) == rows[0].dropFirst().map { means["\($0) \(row[0])"] })
    }
    #expect(rows.count == 5)
  }

  @Test func exponents() throws {
    let table = try tables(of: "lyapunov.h5")[0]
    let columns = try ["λ1", "time constant"].map { try column($0, of: table) }
    let rows = try committed(after: "## At which rates do differences fade?")
    for row in rows.dropFirst() {
      #expect(
        Array(row.dropFirst())
          == ["RNN", "LSTM", "GRU"].flatMap { cell in columns.map { $0["\(cell) \(row[0])"] } })
    }
    #expect(rows.count == 5)
  }

  /// Rows of several tables, each said in what it is; a row without words goes on with those above.
  @Test func precisions() throws {
    let tables = Dictionary(
      uniqueKeysWithValues: try tables(of: "precision.h5").filter { $0.table.columnTitle == "precision" }.map
      {
        ($0.title, $0.table)
      })
    let titles = [
      "steps to bit-identity": "median steps until the outputs are bit-identical for good",
      "steps to within 0.1": "median steps until the outputs are within 0.1 for good",
      "the floor of differences": "median difference that does not fade",
    ]
    var (cell, title) = ("", "")
    let rows = try committed(after: "## What the arithmetic decides").dropFirst()
    for row in rows {
      let words = row[0].split(separator: ", ", maxSplits: 1).map(String.init)
      cell = words.first ?? cell
      if words.count == 2 { title = try #require(titles[words[1]]) }
      let table = try #require(tables["\(cell): \(title)"])
      #expect(table.rows.first { $0.label == row[1] }?.cells == Array(row.dropFirst(2)), "\(row)")
    }
    #expect(rows.count == 10)
  }
}
