import Experiments
import Foundation
import TestSupport
import Testing

/// What the guides tell to do is what is run: the snippets of other languages are the files that
/// Tests/Interoperability runs with the programs that they are for.
@Suite struct GuideTests {
  @Test(arguments: [("python", "open_results.py"), ("r", "open_results.R"), ("matlab", "open_results.m")])
  func snippets(language: String, file: String) throws {
    let snippet = try Repository.text(of: "Tests/Interoperability/\(file)")
    let guide = try Repository.text(of: "Sources/memprobe/memprobe.docc/OpeningResults.md")
    #expect(guide.contains("\n```\(language)\n\(snippet)```\n"))
  }

  /// The article's program is the one that is built, and prints what stands there.
  @Test func fromSwift() throws {
    let article = try Repository.text(of: "Sources/MemoryMeasures/MemoryMeasures.docc/ProbeFromSwift.md")
    let program = try Repository.text(of: "Tests/ProbeFromSwift/main.swift")
    #expect(article.contains("\n```swift\n\(program)```\n"))
    let tool = Tool.url.deletingLastPathComponent().appendingPathComponent("probe-from-swift")
    let network = Repository.path("results/networks/adding-keras-lstm32.keras")
    let folder = try TemporaryFolder()
    let outcome = try RunningTool(tool, [network], in: folder).outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(article.contains("\n```text\n\(outcome.output)```\n"), "\(outcome.output)")
  }

  /// results/README.md names every variable of every file that is there.
  @Test func variablesOfTheCommittedResults() throws {
    let described = try Repository.text(of: "results/README.md")
    let folder = Repository.url("results")
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
      .compactMap { $0 as? URL }.filter { $0.pathExtension == "h5" }
    #expect(files.count >= 3)
    for file in files {
      let results = try Document(reading: file.path)
        .labelled(provenance: Provenance(commandLine: "", date: .distantPast, program: ""))
      let names = (results.coordinates + results.variables).map(\.name)
      let missing = names.filter { !described.contains("`\($0)`") }
      #expect(missing.isEmpty, "\(file.lastPathComponent)")
    }
  }
}
