import ArgumentParser
import Drawing
import Experiments
import Figures

/// Draws a picture of results that exist already, finished or not.
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw a results file, finished or not, as a picture: SVG, PNG or PDF.",
    discussion: """
      Figures of a grid of networks, the first unless --figure names another:
        memory            steps against hidden size, by bit-identity and within 1e-6

      Where FILE does not exist but FILE.journal does, the sweep is not finished: its finished runs are \
      drawn. FILE may be the journal itself.
      """)

  @Argument(help: ArgumentHelp("Results file, or the journal of an unfinished one.", valueName: "file"))
  var file: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      """
      Picture to write; its extension decides the format: .svg, .png or .pdf. \
      (default: the results file's name with .svg)
      """, valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Which figure to draw. (default: the first)", valueName: "name"))
  var figure: String?

  @Flag(help: "Overwrite the output file.")
  var force = false

  func run() throws {
    let target = try output.map(PictureFile.init(path:)) ?? PictureFile(besides: file)
    let document = try ResultsDocument(reading: file)
    let figures = document.figures
    guard !figures.isEmpty else { throw PictureError.noPicture(of: document.results.kind, path: file) }
    guard let chosen = figure.map({ name in figures.first { $0.name == name } }) ?? figures.first else {
      throw PictureError.unknownFigure(
        figure ?? "", available: figures.map(\.name), results: file)
    }
    try target.write(chosen.picture, results: file, overwrites: force)
    try Console.output("Picture: \(target.path)\n")
  }
}
