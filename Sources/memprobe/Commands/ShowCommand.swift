import ArgumentParser
import Experiments
import Figures
import Foundation
import MemoryMeasures
import RecurrentNetworks
import Text

/// Prints the tables of results that exist already, finished or not.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print the tables of a results file, finished or not.",
    discussion: """
      Where FILE does not exist but FILE.journal does, the sweep is not finished: its finished runs are \
      shown. FILE may be the journal itself.

      Of two files, one of divergence and one of lyapunov results of the same networks and seed, in either order, it is \
      what they say together: the rate at which differences decay beside the largest exponent, and whether they agree.
      """)

  @Argument(
    help: ArgumentHelp("Results file, or the journal of an unfinished one.", valueName: "file"),
    completion: .file())
  var files: [String]

  @Flag(
    help: """
      Colour the cells by their numbers, where standard output is a terminal with at least 256 colours and \
      NO_COLOR is not set; plain tables elsewhere.
      """)
  var heat = false

  @Option(
    help: ArgumentHelp(
      "Of divergence results, show the steps to within this threshold, one of those that were counted.",
      valueName: "x"),
    transform: OptionText.number)
  var threshold: Double?

  @Option(
    help: ArgumentHelp(
      "Sum runs up by this where tables could be of either: \(OptionText.list(TableStatistic.self)).",
      valueName: "name"),
    completion: .list(TableStatistic.allCases.map(\.rawValue)), transform: { try OptionText.name($0) })
  var statistic: TableStatistic?

  @Option(
    help: ArgumentHelp("Of drawn networks, show those of these cell types.", valueName: "cell,..."),
    completion: .list(CellType.allCases.map(\.rawValue)), transform: OptionText.cells)
  var cells: [CellType]?

  @Option(
    help: ArgumentHelp("Of drawn networks, show those with so many layers.", valueName: "n,..."),
    transform: OptionText.wholes)
  var layers: [Int]?

  @Flag(
    help: """
      Of divergence results, print restricted means and the share of censored runs instead, as survival analysis sums \
      up counts that not every run reached.
      """)
  var survival = false

  @Flag(
    help: """
      Print instead by which commands, where and when the file was made, part by part and process by process.
      """)
  var provenance = false

  func run() throws {
    let documents = try files.map { try Document.read($0) }
    guard documents.count == 1 else {
      return try Console.output(rates(documents).text(on: Console.terminal()))
    }
    let document = documents[0]
    if provenance { return try Console.output(Self.text(document.entries, Console.terminal().width)) }
    let all = document.results
    let results = try chosen(of: all, in: document)
    let choice = try choice(of: document)
    if survival {
      guard let tables = results.survival(on: Console.terminal(), choice) else {
        throw SurvivalError(path: document.path)
      }
      return try Console.output(tables)
    }
    try Console.output(results.summary(on: Console.terminal(inColor: heat), choice))
  }

  // MARK: What is chosen

  private var choosesAnything: Bool {
    threshold != nil || statistic != nil || cells != nil || layers != nil
  }

  private func choice(of document: Document) throws(ShowChoiceError) -> TableChoice {
    let choices = document.results.tableChoices
    if let threshold, !choices.thresholds.contains(threshold) {
      throw ShowChoiceError("threshold", choices.thresholds.map(NumberText.shortest), in: document)
    }
    if let statistic, !choices.statistics.contains(statistic) {
      throw ShowChoiceError("statistic", choices.statistics.map(\.rawValue), in: document)
    }
    return TableChoice(threshold: threshold, statistic: statistic)
  }

  private func chosen<Found: AnyResults>(
    of results: Found, in document: Document
  ) throws -> any AnyResults {
    guard cells != nil || layers != nil else { return results }
    let grid = results.typed.plan.subjects.grid
    if let cells, !cells.allSatisfy({ grid?.cells.contains($0) ?? false }) {
      throw ShowChoiceError("cells", grid?.cells.map(\.rawValue) ?? [], in: document)
    }
    if let layers, !layers.allSatisfy({ grid?.layers.contains($0) ?? false }) {
      throw ShowChoiceError("layers", grid?.layers.map(String.init) ?? [], in: document)
    }
    return results.typed.of(cells: cells, layers: layers) ?? results.typed
  }
}

extension ShowCommand {
  /// A paragraph for every part or, where several processes measured for one, for every one of these, with its number;
  /// the last is of the file itself.
  ///
  /// - Parameter width: of a line; nil for any.
  private static func text(_ entries: [[String: String]], _ width: Int?) -> String {
    guard !entries.isEmpty else { return "No process has finished a run yet.\n" }
    return entries.map { entry in
      let entry = entry["command"] == nil ? entry.merging(["command": "not known"]) { $1 } : entry
      let known = Provenance.keys.filter { entry[$0] != nil }
      return (known + entry.keys.filter { !known.contains($0) }.sorted()).map { key in
        "\((key + ":").padding(toLength: 12, withPad: " ", startingAt: 0))\((entry[key] ?? "").printable)"
          .wrapped(to: width ?? .max, indent: 12).map { $0 + "\n" }.joined()
      }.joined()
    }.joined(separator: "\n")
  }

  private func rates(_ documents: [Document]) throws -> RateTables {
    let divergence = documents.compactMap { $0.results(of: Divergence.self) }
    let lyapunov = documents.compactMap { $0.results(of: Lyapunov.self) }
    guard documents.count == 2, !survival, !heat, !provenance, !choosesAnything, divergence.count == 1,
      lyapunov.count == 1
    else {
      throw TogetherError(paths: files)
    }
    return try RateTables(divergence[0], lyapunov[0])
  }
}

/// Files that are not shown together.
struct TogetherError: WordedError {
  let paths: [String]

  var exitCode: ExitCode { .wrongUsage }
  var sentence: String {
    """
    \(paths.joined(separator: ", ")): shown together are one file of divergence and one of lyapunov results, without \
    other options; others one at a time, or all on a page, by 'memprobe report'.
    """
  }
}

/// Something to be shown that results have not.
struct ShowChoiceError: WordedError {
  let option: String
  /// What they have; nothing where there is no choice.
  let allowed: [String]
  let path: String

  init(_ option: String, _ allowed: [String], in document: Document) {
    (self.option, self.allowed, path) = (option, allowed, document.path)
  }

  var exitCode: ExitCode { .wrongUsage }
  var sentence: String {
    allowed.isEmpty
      ? "--\(option): there is nothing of the kind to choose from in \(path)."
      : "--\(option): \(path) has \(allowed.joined(separator: ", "))."
  }
}

/// Results without counts that may be censored.
struct SurvivalError: WordedError {
  let path: String

  var exitCode: ExitCode { .wrongUsage }
  var sentence: String { "--survival: \(path) has no counts that may be censored: it is of another measure." }
}
