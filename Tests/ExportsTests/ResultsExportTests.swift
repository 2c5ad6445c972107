import Files
import Foundation
import Testing

@testable import Exports

/// Where exports go, and what they never replace.
@Suite final class ResultsExportTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  private static let tables = [
    "x-attributes.csv", "x-cells.csv", "x-runs-threshold.csv", "x-runs.csv", "x-threshold.csv",
  ]

  @Test func tablesAreFilesOfTheirOwn() throws {
    let export = ResultsExport(ExampleResults.results, format: .csv, path: path("x.csv"))
    #expect(export.files.map(\.path).sorted() == Self.tables.map(path))
    #expect(export.files.first?.content == .table(rows: 3, columns: 6))
    try export.write(overwrites: false, sparing: [])
    #expect(names == Self.tables)
  }

  @Test(arguments: [ExportFormat.npz, .mat, .json]) func othersAreOneFile(format: ExportFormat) throws {
    let export = ResultsExport(ExampleResults.results, format: format, path: path("a/b/x"))
    #expect(export.files == [ExportedFile(path: path("a/b/x"), content: .arrays(10))])
    try export.write(overwrites: false, sparing: [])
    #expect(names == ["a"])
  }

  /// All are looked at before any is written.
  @Test func nothingIsReplacedUnlessAskedFor() throws {
    let last = path("x-attributes.csv")
    try Data("mine".utf8).write(to: URL(fileURLWithPath: last))
    let export = ResultsExport(ExampleResults.results, format: .csv, path: path("x.csv"))
    #expect(throws: OutputError.exists(path: last)) { try export.write(overwrites: false, sparing: []) }
    #expect(names == ["x-attributes.csv"])
    try export.write(overwrites: true, sparing: [])
    #expect(names == Self.tables)
  }

  @Test func theResultsThemselvesAreNeverReplaced() throws {
    try Data("results".utf8).write(to: URL(fileURLWithPath: path("x.h5")))
    try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: "x.h5")
    for name in ["x.h5", "./x.h5", "link"] {
      let export = ResultsExport(ExampleResults.results, format: .json, path: folder.path + "/" + name)
      #expect(throws: ExportError.replacesResults(path: folder.path + "/" + name)) {
        try export.write(overwrites: true, sparing: [path("x.h5"), path("x.h5.journal")])
      }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path("x.h5"))) == Data("results".utf8))
  }
}
