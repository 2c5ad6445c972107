import ArgumentParser
import Experiments
import Figures
import MemoryMeasures
import NetworkFiles

/// Prints what a network file holds.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "List the recurrent layers of a \(NetworkFormats.readableLibraries) file.",
    discussion: """
      For every recurrent layer: its name, by which --layer selects it, cell type, sizes, number type, \
      direction, whether it can be run here and if not why; then which layers feed which, and what had to be \
      assumed. Which format the file has is told from its bytes. With --timescales also in how many steps units \
      would forget by the biases of their gates alone; 'memprobe lyapunov' measures it along a trajectory.
      """)

  @Argument(
    help: ArgumentHelp("\(NetworkFormats.readable) file.", valueName: "file"), completion: .file())
  var file: String

  @Flag(help: "Also list the time scales of units: -1/ln of what forget gates keep by their biases.")
  var timescales = false

  @Option(
    help: ArgumentHelp(
      "With --timescales: the share of units whose time scale is longer than each. (default: 10,100,1000)",
      valueName: "steps,..."),
    transform: OptionText.numbers)
  var longerThan = LyapunovSettings.standard.timeScales

  @OptionGroup var assumed: AssumptionOptions

  func run() throws {
    let network = try NetworkFile(path: file, assuming: assumed.assumptions)
    let summary = NetworkFileSummary(network, path: file, timeScales: timescales ? longerThan : nil) {
      $0.wording
    }
    try Console.output(summary.text)
  }
}
