import ArgumentParser
import Experiments
import Figures
import Files
import Foundation
import Text

/// Joins the parts of a sharded sweep into one results file and prints its tables.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join the parts of a sweep run with --shard into one results file.",
    discussion: """
      The parts must be of the same plan, and agree where they overlap. Where runs are in none of them, nothing is \
      written, and standard error says which parts to run again; with --partial they are listed there and left \
      empty in the file.

      Of a folder, all results files in it are parts. In folders and patterns, and where a FILE given does not exist, \
      FILE.journal takes its place: what is finished of a part that was interrupted.
      """)

  @Argument(
    help: ArgumentHelp(
      "Results files, or journals, of the parts; folders of them, or patterns such as 'part-*.h5'.",
      valueName: "part"))
  var parts: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Results file (HDF5) to write.", valueName: "file.h5"))
  var output: String

  @Flag(help: "Write what there is where runs are in no part.")
  var partial = false

  @Flag(help: "Overwrite the output file.")
  var force = false

  func run() throws {
    // Parts may take long to read.
    let destination = try Destination(output)
    guard force || !destination.exists else { throw OutputError.exists(path: output) }
    _ = try StagedFile([], for: destination)
    let paths = try PartFiles.paths(parts, besides: output)
    try Destination.check(output, against: paths)
    let first = try Document(reading: paths[0])
    let results = first.results
    let summary = try merge(results, of: first, with: paths.dropFirst())
    try Console.output("\(summary)\nResults file: \(output)\n")
  }

  /// Joins the parts, says what is in none of them and writes the rest.
  ///
  /// - Returns: the tables.
  private func merge(
    _ results: some AnyResults, of first: Document, with others: some Sequence<String>
  ) throws -> String {
    let merge = try results.merged(of: first, with: others)
    let results = merge.results
    let missing = results.missing
    if !missing.isEmpty {
      let gaps = MissingRuns(
        missing.prefix(MissingRuns.mostLabels).map(results.plan.label), of: missing.count)
      let incomplete = IncompleteMerge(output: output, parts: merge.atHand, missing: missing.count)
      let lead = incomplete.whatIsMissing.map { (partial ? "Warning: " : "") + $0 + "\n" } ?? ""
      (lead + gaps.sentence).split(separator: "\n").map(String.init).forEach(Console.report)
      guard partial else { throw incomplete }
    }
    var provenance = Program.provenance
    provenance.parts = merge.provenance
    try results.write(to: output, overwrites: force, provenance: provenance)
    return results.summary(on: Console.terminal())
  }
}

/// Parts that do not make the whole.
struct IncompleteMerge: WordedError {
  /// Path of the file that is not written.
  let output: String
  let parts: PartsAtHand
  /// Runs that are in none of them.
  let missing: Int

  var exitCode: ExitCode { .badData }

  var sentence: String {
    """
    \(output) is not written: \(NumberText.count(missing, "run")) \(missing == 1 ? "is" : "are") in no part. Run what is \
    missing, or write what there is with --partial.
    """
  }

  /// Part by part, and which tasks of a job array to submit again: "part 5 of 8: 28 of 160 runs; parts 2, 7 missing;
  /// resubmit with --array=2,5,7". Nil where every part is whole.
  var whatIsMissing: String? {
    var told = parts.unfinished.map { part in
      let name = part.shard == .whole ? part.path : "part \(part.shard.index) of \(part.shard.all)"
      return "\(name): \(NumberText.whole(part.finished)) of \(NumberText.count(part.runs, "run"))"
    }
    if let first = parts.absent.first {
      let numbers = Self.spans(parts.absent.map(\.index)).joined(separator: ", ")
      let word = parts.absent.count == 1 ? "part" : "parts"
      let isTold = parts.unfinished.contains { $0.shard.isDealt(with: first) }
      told.append(
        first.isOfRest
          ? "no file of \(word) \(numbers) of \(first.all)"
          : "\(word) \(numbers)\(isTold ? "" : " of \(first.count)") missing")
    }
    if let again = parts.toRunAgain {
      told.append("resubmit with --array=\(Self.spans(again).joined(separator: ","))")
    }
    return told.isEmpty ? nil : told.joined(separator: "; ")
  }

  /// As job arrays take them: 1, 3-5.
  private static func spans(_ numbers: [Int]) -> [String] {
    var spans: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = spans.last, last.upperBound + 1 == number {
        spans[spans.count - 1] = last.lowerBound...number
      } else {
        spans.append(number...number)
      }
    }
    return spans.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
  }
}
