import ArgumentParser
import Figures
import NetworkFiles

/// Prints what a network file holds.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "List the recurrent layers of a \(NetworkFormats.readableLibraries) file.",
    discussion: """
      For every recurrent layer: its name, by which --layer selects it, cell type, sizes, number type, \
      direction, whether it can be run here and if not why; then which layers feed which, and what had to be \
      assumed. Which format the file has is told from its bytes.
      """)

  @Argument(
    help: ArgumentHelp("\(NetworkFormats.readable) file.", valueName: "file"), completion: .file())
  var file: String

  @OptionGroup var assumed: AssumptionOptions

  func run() throws {
    let network = try NetworkFile(path: file, assuming: assumed.assumptions)
    try Console.output(NetworkFileSummary(network, path: file) { $0.wording }.text)
  }
}
