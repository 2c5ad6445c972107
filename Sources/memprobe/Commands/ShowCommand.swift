import ArgumentParser
import Experiments
import Figures
import Foundation
import Text

/// Prints the tables of results that exist already, finished or not.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print the tables of a results file, finished or not.",
    discussion: """
      Where FILE does not exist but FILE.journal does, the sweep is not finished: its finished runs are \
      shown. FILE may be the journal itself.
      """)

  @Argument(
    help: ArgumentHelp("Results file, or the journal of an unfinished one.", valueName: "file"),
    completion: .file())
  var file: String

  @Flag(
    help: """
      Colour the cells by their numbers, where standard output is a terminal with at least 256 colours and \
      NO_COLOR is not set; plain tables elsewhere.
      """)
  var heat = false

  @Flag(
    help: """
      Of divergence results, print restricted means and the share of censored runs instead, as survival analysis sums \
      up counts that not every run reached.
      """)
  var survival = false

  @Flag(
    help: """
      Print instead by which commands, where and when the file was made, part by part.
      """)
  var provenance = false

  func run() throws {
    let document = try Document.read(file)
    if provenance { return try Console.output(Self.text(document.provenance)) }
    if survival {
      guard let tables = document.results.survival(on: Console.terminal()) else {
        throw SurvivalError(path: file)
      }
      return try Console.output(tables)
    }
    try Console.output(document.results.summary(on: Console.terminal(inColor: heat)))
  }
}

extension ShowCommand {
  /// A paragraph for every part, and the last for the file itself.
  private static func text(_ provenance: Provenance?) -> String {
    guard let provenance else { return "A journal does not say how it was made.\n" }
    return provenance.entries.map { entry in
      let known = Provenance.keys.filter { entry[$0] != nil }
      return (known + entry.keys.filter { !known.contains($0) }.sorted()).map { key in
        "\((key + ":").padding(toLength: 12, withPad: " ", startingAt: 0))\((entry[key] ?? "").printable)\n"
      }.joined()
    }.joined(separator: "\n")
  }
}

/// Results without counts that may be censored.
struct SurvivalError: WordedError {
  let path: String

  var exitCode: ExitCode { .wrongUsage }
  var sentence: String { "--survival: \(path) has no counts that may be censored: it is of another measure." }
}
