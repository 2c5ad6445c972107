import ArgumentParser
import Experiments
import Figures
import Foundation
import MemoryMeasures
import Text

/// Prints the tables of results that exist already, finished or not.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print the tables of a results file, finished or not.",
    discussion: """
      Where FILE does not exist but FILE.journal does, the sweep is not finished: its finished runs are \
      shown. FILE may be the journal itself.

      Of two files, one of divergence and one of lyapunov results of the same networks and seed, in either order, it is \
      what they say together: the rate at which differences decay beside the largest exponent, and whether they agree.
      """)

  @Argument(
    help: ArgumentHelp("Results file, or the journal of an unfinished one.", valueName: "file"),
    completion: .file())
  var files: [String]

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
    let documents = try files.map { try Document.read($0) }
    guard documents.count == 1 else {
      return try Console.output(rates(documents).text(on: Console.terminal()))
    }
    let document = documents[0]
    if provenance { return try Console.output(Self.text(document.provenance)) }
    if survival {
      guard let tables = document.results.survival(on: Console.terminal()) else {
        throw SurvivalError(path: document.path)
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

  private func rates(_ documents: [Document]) throws -> RateTables {
    let divergence = documents.compactMap { $0.results(of: Divergence.self) }
    let lyapunov = documents.compactMap { $0.results(of: Lyapunov.self) }
    guard documents.count == 2, !survival, !heat, !provenance, divergence.count == 1, lyapunov.count == 1
    else {
      throw TogetherError(paths: files)
    }
    return try RateTables(divergence[0], lyapunov[0])
  }
}

/// Files that are not shown together.
struct TogetherError: WordedError {
  let paths: [String]

  var exitCode: ExitCode { .wrongUsage }
  var sentence: String {
    """
    \(paths.joined(separator: ", ")): shown together are one file of divergence and one of lyapunov results, without \
    --heat, --survival and --provenance; others one at a time, or all on a page, by 'memprobe report'.
    """
  }
}

/// Results without counts that may be censored.
struct SurvivalError: WordedError {
  let path: String

  var exitCode: ExitCode { .wrongUsage }
  var sentence: String { "--survival: \(path) has no counts that may be censored: it is of another measure." }
}
