import ArgumentParser
import Experiments
import Figures
import Files

/// Joins the parts of a sharded sweep into one results file and prints its tables.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join the parts of a sweep run with --shard into one results file.",
    discussion: """
      The parts must be of the same plan, and agree where they overlap. Runs that no part holds are listed \
      on standard error and left empty in the file.
      """)

  @Argument(help: ArgumentHelp("Results files, or journals, of the parts.", valueName: "part"))
  var parts: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Results file (HDF5) to write.", valueName: "file.h5"))
  var output: String

  @Flag(help: "Overwrite the output file.")
  var force = false

  func run() throws {
    try Destination.check(output, against: parts)
    let documents = try parts.map(Document.init(reading:))
    guard let first = documents.first?.results else { throw MergeError.noParts }
    let summary = try merge(first, with: documents)
    try Console.output("\(summary)\nResults file: \(output)\n")
  }

  /// Joins the parts, says what is in none of them and writes the rest.
  ///
  /// - Returns: the tables.
  private func merge<Found: AnyResults>(_ first: Found, with parts: [Document]) throws -> String {
    let results = try Merge.merge(first.typed, with: parts)
    let missing = results.missing
    let gaps = MissingRuns(
      missing.prefix(MissingRuns.mostLabels).map(results.plan.label), of: missing.count)
    if !gaps.isEmpty {
      "Warning: \(gaps.sentence)".split(separator: "\n").map(String.init).forEach(Console.report)
    }
    try results.write(to: output, overwrites: force, provenance: Program.provenance)
    return results.summary(colors: nil)
  }
}
