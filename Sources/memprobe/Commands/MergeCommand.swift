import ArgumentParser
import Experiments
import Figures

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
    guard let first = parts.first else { throw MergeError.noParts }
    switch try ResultsKind(of: first) {
    case .divergence:
      let results = try merge(DivergenceResultsFile.self) { MissingRuns($0) }
      try Console.output(DivergenceSummary(results).text)
    case .comparison:
      let results = try merge(ComparisonResultsFile.self) { MissingRuns(ofNetworks: $0) }
      try Console.output(ComparisonSummary(results).text)
    case .memorization:
      let results = try merge(MemorizationResultsFile.self) { MissingRuns(ofTrainings: $0) }
      try Console.output(MemorizationSummary(results).text)
    case .capacity:
      let results = try merge(CapacityResultsFile.self) { MissingRuns(ofCapacities: $0) }
      try Console.output(CapacitySummary(results).text)
    case .recall: throw MergeError.notDivided(path: first)
    }
    try Console.output("\nResults file: \(output)\n")
  }

  /// Joins the parts, says what is in none of them and writes the rest.
  private func merge<File: ResultsFile>(
    _ file: File.Type, gaps: ([File.Plan.Run]) -> MissingRuns
  ) throws -> SweepResults<File.Plan> {
    let results = try SweepMerge<File>.merge(parts: parts)
    let gaps = gaps(results.missing)
    if !gaps.isEmpty { Console.report("Warning: \(gaps.sentence)") }
    try File.write(results, to: output, overwrites: force, provenance: Program.provenance)
    return results
  }
}
