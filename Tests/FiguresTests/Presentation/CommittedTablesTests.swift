import Experiments
import Foundation
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing
import Text

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

  /// Steps of networks and twins, and of twins in brackets the ratio with its interval.
  @Test func comparisons() throws {
    let tables = try tables(of: "compare.h5")
    let steps = tables.filter { $0.table.columns == ["within 0.001"] }
    let twins = tables.filter { $0.table.columns.contains("ratio") }
    let rows = try committed(after: "shared steps to within 1e-3, medians over the pairs").dropFirst()
    #expect(rows.count == 4 && steps.count == 4 && twins.count == 4)
    for (row, (steps, twins)) in zip(rows, zip(steps, twins)) {
      let medians = steps.table.rows.map { String($0.cells[0].prefix { $0 != " " }) }
      let ratios = twins.table.rows.map { " (\($0.cells[1]), \($0.cells[2]))" }
      #expect(Array(row.dropFirst()) == zip(medians, [""] + ratios).map { $0 + $1 })
      #expect(steps.title.hasPrefix("adding-\(row[0].lowercased().replacing(" ", with: "-"))32."))
    }
  }

  /// Means of three networks before and after training, of numbers that the program tells of each.
  @Test func training() throws {
    func results<M: Measure>(_ name: String, _: M.Type) throws -> Results<M> {
      try #require(
        Document(reading: Repository.path("results/memorize-\(name).h5")).results(of: M.self))
    }
    let trained = try results("networks", Memorization.self)
    let divergence = try results("divergence", Divergence.self)
    let capacity = try results("capacity", Capacity.self)
    let recall = try results("recall", Recall.self)
    let place = try #require(divergence.plan.settings.thresholds.firstIndex(of: 1e-3))
    let step = try #require(recall.plan.settings.steps.firstIndex(of: 10))
    let grid = try #require(trained.plan.subjects.grid)

    let rows = try committed(after: "## What does training do to memory?").dropFirst()
    #expect(rows.count == 9)
    for row in rows {
      let words = row[0].lowercased().split(separator: ", ").map(String.init)
      let cell = try #require(CellType(rawValue: words[0]))
      let position = try #require(Int(words[1]))
      let trainings = Trainings(results: trained, grid: grid, type: NetworkType(cell: cell, layers: 1))
      let loss = trainings.statistics(hidden: 20, position: position).meanLoss
      #expect(row[1] == NumberText.twoDigits(loss) + (loss < 0.1 ? "" : ", not learned"))
      func change(_ text: (Double) -> String, _ number: (Subject) -> Double) -> String {
        ["-untrained", ""].map { end in
          let subjects = (0..<3).map { Subject.given("\(cell)-1x20-p\(position)-\($0)\(end).safetensors") }
          return text(Sample(subjects.map(number)).mean)
        }.joined(separator: " → ")
      }
      #expect(
        row[2]
          == change({ NumberText.steps($0, isLowerBound: false) }) {
            CensoredSample(divergence.measured($0).map { $0.thresholds[place] }).median.steps
          })
      #expect(
        row[3]
          == change({ CapacityPresentation.decimal($0, 2) }) {
            CapacityStatistics(capacity.measured($0)).meanCapacity
          })
      #expect(
        row[4] == change(NumberText.twoDigits) { recall.measured($0, at: [0])[0].absolute[step].median })
    }
  }
}
