import ArgumentParser
import Experiments
import Figures

/// Makes a page of HTML of results that exist already, finished or not.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make a self-contained HTML page of results files, finished or not.",
    discussion: """
      Tables and figures with their values, the readings of memory side by side and which applies, the command \
      that makes the results again, and where they come from. The page needs no network and no script. Kinds of \
      results may be mixed.

      Where a FILE does not exist but FILE.journal does, the sweep is not finished: its finished runs are \
      reported. A FILE may be the journal itself.
      """)

  @Argument(
    help: ArgumentHelp("Results files, or the journals of unfinished ones.", valueName: "file"),
    completion: .file())
  var files: [String]

  @Option(name: .shortAndLong, help: ArgumentHelp("Page (HTML) to write.", valueName: "file.html"))
  var output: String

  @Flag(help: "Overwrite the output file.")
  var force = false

  func run() throws {
    let sources = try files.map { file in
      let document = try Document.read(file)
      return Report.Source(document: document, command: ReproducingCommand(document)?.text)
    }
    let place = try DerivedFile(path: output, of: files, overwrites: force)
    try place.write(Array(Report(sources, program: "\(Program.name) \(Program.version)").html().utf8))
    try Console.output("Report: \(output)\n")
  }
}
