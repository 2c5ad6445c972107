import ArgumentParser
import Drawing
import Experiments
import Figures
import Foundation

/// Draws a picture of results that exist already, finished or not.
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw a results file, finished or not, as a picture: SVG, PNG or PDF.",
    discussion: """
      The first figure of the results is drawn unless --figure names another.

      \(FigureHelp.text)

      Where FILE does not exist but FILE.journal does, the sweep is not finished: its finished runs are \
      drawn. FILE may be the journal itself.
      """)

  @Argument(
    help: ArgumentHelp("Results file, or the journal of an unfinished one.", valueName: "file"),
    completion: .file())
  var file: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      """
      Picture to write; its extension decides the format: .svg, .png or .pdf. \
      (default: the results file's name with .svg)
      """, valueName: "file"), completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp("Which figure to draw. (default: the first)", valueName: "name"),
    completion: .list(FigureHelp.names))
  var figure: String?

  @Flag(help: "Overwrite the output file.")
  var force = false

  func run() throws {
    let path = output ?? DerivedFile.path(besides: file, ending: PictureFormat.svg.rawValue)
    guard let format = PictureFormat(rawValue: (path as NSString).pathExtension.lowercased()) else {
      throw PictureError.unknownFormat(path: path)
    }
    let figures = try Document(reading: file).figures
    guard let chosen = figure.map({ name in figures.first { $0.name == name } }) ?? figures.first else {
      throw PictureError.unknownFigure(figure ?? "", available: figures.map(\.name), results: file)
    }
    let place = try DerivedFile(path: path, of: [file], overwrites: force)
    try place.write { () throws(DrawingError) in try chosen.picture.bytes(format) }
    try Console.output("Picture: \(path)\n")
  }
}

/// A picture that cannot be made.
enum PictureError: WordedError, Equatable {
  /// The path's extension, in capitals or not, is that of no format.
  case unknownFormat(path: String)
  /// There is no such figure of the results; the names of those that there are.
  case unknownFigure(String, available: [String], results: String)

  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .unknownFormat(let path):
      """
      \(path): the extension decides the format of a picture, and must be one of \
      \(PictureFormat.allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")).
      """
    case .unknownFigure(let name, let available, let results):
      "--figure '\(name)': \(results) has the figures \(available.joined(separator: ", "))."
    }
  }
}
