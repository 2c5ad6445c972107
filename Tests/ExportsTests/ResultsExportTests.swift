import Testing

@testable import Exports

/// Which files an export makes.
@Suite struct ResultsExportTests {
  @Test(arguments: ["a/x.csv", "a/x"]) func tablesAreFilesOfTheirOwn(path: String) throws {
    let files = ResultsExport(ExampleResults.results, format: .csv, path: path).files
    #expect(
      files.map(\.path) == [
        "a/x-runs.csv", "a/x-runs-threshold.csv", "a/x-cells.csv", "a/x-threshold.csv", "a/x-columns.csv",
        "a/x-attributes.csv",
      ])
    #expect(files[0].content == .table(rows: 3, columns: 6))
    for file in files {
      guard case .table(let rows, _) = file.content, !file.path.contains("attributes") else { continue }
      let lines = try file.bytes().split(separator: UInt8(ascii: "\n"))
      #expect(lines.count == rows + 1, "\(file.path)")
    }
  }

  @Test(arguments: [(ExportFormat.npz, "PK"), (.mat, "MATLAB"), (.json, "{\"coords\":")])
  func othersAreOneFile(format: ExportFormat, start: String) throws {
    let files = ResultsExport(ExampleResults.results, format: format, path: "a/x").files
    #expect(files.map(\.path) == ["a/x"])
    #expect(files.map(\.content) == [.arrays(10)])
    #expect(try files[0].bytes().starts(with: start.utf8))
  }
}
