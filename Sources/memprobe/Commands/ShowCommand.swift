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

  @Argument(help: ArgumentHelp("Results file, or the journal of an unfinished one.", valueName: "file"))
  var file: String

  @Flag(
    help: """
      Colour the cells by their numbers, where standard output is a terminal with at least 256 colours and \
      NO_COLOR is not set; plain tables elsewhere.
      """)
  var heat = false

  func run() throws {
    let document = try Document(reading: file)
    try Console.output(document.results.summary(colors: heat ? Console.outputColors : nil))
  }
}
