import ArgumentParser
import Experiments
import Figures

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

  func run() throws {
    let document = try Document.read(file)
    if survival {
      guard let tables = document.results.survival(on: Console.terminal()) else {
        throw SurvivalError(path: file)
      }
      return try Console.output(tables)
    }
    try Console.output(document.results.summary(on: Console.terminal(inColor: heat)))
  }
}

/// Results without counts that may be censored.
struct SurvivalError: WordedError {
  let path: String

  var exitCode: ExitCode { .wrongUsage }
  var sentence: String { "--survival: \(path) has no counts that may be censored: it is of another measure." }
}
