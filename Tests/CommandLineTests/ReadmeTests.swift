import Foundation
import Testing

/// What the README tells to do is what is run: its snippets are the files that Tests/Interoperability runs with the
/// programs that they are for.
@Suite struct ReadmeTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test(arguments: [("python", "open_results.py"), ("r", "open_results.R"), ("matlab", "open_results.m")])
  func snippets(language: String, file: String) throws {
    let snippet = try text("Tests/Interoperability/\(file)")
    #expect(try text("README.md").contains("\n```\(language)\n\(snippet)```\n"))
  }
}
