import ArgumentParser
import Experiments
import Figures

/// Draws the picture of results that exist already, finished or not.
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw a results file, finished or not, as an SVG picture.",
    discussion: """
      One panel per cell type and depth: shared steps against the hidden size, until the outputs are \
      bit-identical for good and until they stay within 1e-6 (or the smallest threshold), with the region \
      shaded where bit-identity measures float rounding.

      Where FILE does not exist but FILE.journal does, the sweep is not finished: its finished runs are \
      drawn. FILE may be the journal itself.
      """)

  @Argument(help: ArgumentHelp("Results file, or the journal of an unfinished one.", valueName: "file"))
  var file: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Picture (SVG) to write. (default: the results file's name with .svg)", valueName: "file.svg"))
  var output: String?

  @Flag(help: "Overwrite the output file.")
  var force = false

  func run() throws {
    let kind = try ResultsKind(of: file)
    guard kind == .divergence else { throw PictureError.noPicture(of: kind, path: file) }
    let results = try DivergenceResultsFile.read(file)
    let picture = output.map(PictureFile.init(path:)) ?? PictureFile(besides: file)
    try picture.write(DivergencePlot(results).svg, results: file, overwrites: force)
    try Console.output("Picture: \(picture.path)\n")
  }
}
