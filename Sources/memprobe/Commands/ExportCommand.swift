import ArgumentParser
import Experiments
import Exports

/// Writes results that exist already, finished or not, for other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a results file, finished or not, as CSV, NumPy, MATLAB or JSON.",
    discussion: """
      Results of every measure are written, with the names that the results file gives them.

      csv: tidy tables, OUTPUT-runs.csv with a row per run, OUTPUT-cells.csv with a row per grid cell, more \
      where variables have further axes (OUTPUT-runs-threshold.csv), and OUTPUT-attributes.csv with the \
      settings. Missing values are empty; outcomes are words; flags such as settled are 1 or 0.
      npz: a NumPy archive of all variables, NaN where missing.
      mat: a MAT-file for MATLAB, Octave and SciPy, NaN where missing.
      json: a dictionary for xarray.Dataset.from_dict, null where missing.

      Where FILE does not exist but FILE.journal does, the sweep is not finished: its finished runs are \
      written. FILE may be the journal itself.
      """)

  @Argument(help: ArgumentHelp("Results file, or the journal of an unfinished one.", valueName: "file"))
  var file: String

  @Option(
    help: ArgumentHelp(
      """
      Format: \(OptionDefault.list(ExportFormat.allCases)). (default: what --output ends in)
      """, valueName: "name"),
    transform: OptionValue.exportFormat)
  var format: ExportFormat?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "File to write. (default: the results file's name with the format's ending)", valueName: "file"))
  var output: String?

  @Flag(help: "Overwrite output files.")
  var force = false

  func run() throws {
    let target = try ExportTarget(results: file, format: format, output: output)
    let results = try LabelledResults(reading: file, provenance: Program.provenance)
    let files = ResultsExport(results, format: target.format, path: target.path).files
    // All places are looked at before anything is written.
    let places = try files.map { try DerivedFile(path: $0.path, of: [file], overwrites: force) }
    for (file, place) in zip(files, places) { try place.write(file.bytes()) }
    for file in files { try Console.output("\(file.wording)\n") }
  }
}
