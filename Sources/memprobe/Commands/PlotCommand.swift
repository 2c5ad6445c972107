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
      The first figure of the results is drawn unless --figure names another.

      Of a grid of networks:
        memory                 steps to bit-identity and to 1e-6 over hidden size
        settled-steps          steps to bit-identity over hidden and input size
        threshold-steps        steps to within 1e-6 over hidden and input size
        difference-curves      how the difference fades (of sweeps with --curves)
      Of given networks:
        distributions          every run of the networks and of their twins
      Of first-input recall:
        recall-error           the error against the steps since
        relative-recall-error  the same over the size of the first input
      Of the memorization task:
        memorization           losses over network size and position
        memorization-spread    their standard deviation over the repeats
        loss-curves            losses over the epochs (of grids with --curves)
      Of the memory capacity:
        memory-capacity        the capacities of all runs and their bounds
        memory-function        the share of the input recovered, over the delay

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
    let figures = try ResultsDocument(reading: file).figures
    guard let chosen = figure.map({ name in figures.first { $0.name == name } }) ?? figures.first else {
      throw PictureError.unknownFigure(
        figure ?? "", available: figures.map(\.name), results: file)
    }
    try target.write(chosen.picture, results: file, overwrites: force)
    try Console.output("Picture: \(target.path)\n")
  }
}
