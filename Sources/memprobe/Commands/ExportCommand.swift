import ArgumentParser
import Experiments
import Exports
import Foundation
import MemoryMeasures
import Text

/// Writes results that exist already, finished or not, for other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a results file, finished or not, as CSV, NumPy, MATLAB or JSON.",
    discussion: """
      Results of every measure are written, with the names that the results file gives them.

      csv: tidy tables, OUTPUT-runs.csv with a row per run, OUTPUT-cells.csv with a row per grid cell, more \
      where variables have further axes (OUTPUT-runs-threshold.csv), OUTPUT-columns.csv with what every column \
      is, and OUTPUT-attributes.csv with the settings. Missing values are empty; outcomes are words; flags such as settled are 1 or 0. \
      Text that begins with = + - or @ has an apostrophe in front, so that no spreadsheet takes it for a formula.
      npz: a NumPy archive of all variables, NaN where missing.
      mat: a MAT-file for MATLAB, Octave and SciPy, NaN where missing.
      json: a dictionary for xarray.Dataset.from_dict, null where missing.

      Where FILE does not exist but FILE.journal does, the sweep is not finished: its finished runs are \
      written. FILE may be the journal itself.
      """)

  @Argument(
    help: ArgumentHelp("Results file, or the journal of an unfinished one.", valueName: "file"),
    completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp(
      """
      Format: \(ExportFormat.allCases.map(\.rawValue).joined(separator: ",")). (default: what --output ends in)
      """, valueName: "name"),
    transform: ExportTarget.format)
  var format: ExportFormat?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "File to write. (default: the results file's name with the format's ending)", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "Overwrite output files.")
  var force = false

  func run() throws {
    let target = try ExportTarget(results: file, format: format, output: output)
    let results = try Document.read(file).labelled(provenance: Program.provenance)
    let files = ResultsExport(results, format: target.format, path: target.path).files
    // All places are looked at before anything is written, and all is written before anything is seen.
    let places = try files.map { try DerivedFile(path: $0.path, of: [file], overwrites: force) }
    let staged = try zip(files, places).map { file, place in try place.staged(file.bytes()) }
    for file in staged { try file.commit() }
    for file in files { try Console.output("\(file.wording)\n") }
  }
}

/// Where an export goes, and in which format: as the options say it together.
struct ExportTarget: Equatable {
  let path: String
  let format: ExportFormat

  /// - Parameters:
  ///   - results: the path of a results file, or of its journal.
  ///   - format: nil for what the output ends in.
  ///   - output: nil for the results file's name with the format's ending.
  /// - Throws: `ExportOptionsError`.
  init(results: String, format: ExportFormat?, output: String?) throws(ExportOptionsError) {
    guard let output else {
      guard let format else { throw .noFormat }
      path = DerivedFile.path(besides: results, ending: format.rawValue)
      self.format = format
      return
    }
    let ending = (output as NSString).pathExtension.lowercased()
    let named = ExportFormat(rawValue: ending)
    if let format, let named, named != format {
      throw .contradiction(path: output, ending: named, format: format)
    }
    guard let format = format ?? named else {
      throw ending == ExportOptionsError.parquet ? .noParquet : .unknownEnding(path: output)
    }
    path = output
    self.format = format
  }

  /// - Throws: `SettingTextError`, `ExportOptionsError.noParquet`.
  static func format(_ name: String) throws -> ExportFormat {
    if name == ExportOptionsError.parquet { throw ExportOptionsError.noParquet }
    return try OptionText.name(name)
  }
}

/// Options of `export` that do not say what to write.
enum ExportOptionsError: WordedError, CustomStringConvertible, Equatable {
  /// Neither a format nor an output.
  case noFormat
  case unknownEnding(path: String)
  /// The output ends in another format than the one that is named.
  case contradiction(path: String, ending: ExportFormat, format: ExportFormat)
  /// A format that people ask for and that is not written here.
  case noParquet

  static let parquet = "parquet"

  var exitCode: ExitCode { .wrongUsage }

  var description: String { sentence }

  private static var formats: String { ExportFormat.allCases.map(\.rawValue).joined(separator: ", ") }

  var sentence: String {
    switch self {
    case .noFormat:
      "say which format to write by --format, or by what --output ends in: \(Self.formats)."
    case .unknownEnding(let path):
      "\(path): does not end in a format that is written; end it in one of \(Self.formats), or add --format."
    case .contradiction(let path, let ending, let format):
      "\(path): ends in .\(ending.rawValue), but --format is \(format.rawValue); give either, or the same."
    case .noParquet:
      """
      Parquet is not written, for want of a C library for it in Debian; export csv, and pandas makes it: \
      pandas.read_csv("NAME-runs.csv").to_parquet("NAME-runs.parquet").
      """
    }
  }
}

extension ExportedFile {
  /// What was written, in a line.
  fileprivate var wording: String {
    switch content {
    case .table(let rows, let columns):
      "Table: \(path) (\(NumberText.count(rows, "row")) x \(NumberText.count(columns, "column")))"
    case .arrays(let count):
      "Arrays: \(path) (\(NumberText.count(count, "array")))"
    }
  }
}

extension ExportError: WordedError {
  var exitCode: ExitCode { .cannotCreate }

  var sentence: String {
    switch self {
    case .cannotMake(let path, let reason):
      "\(path): cannot be made: \(reason)."
    }
  }
}
