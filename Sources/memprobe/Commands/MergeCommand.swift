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
      """)

  @Argument(help: ArgumentHelp("Results files, or journals, of the parts.", valueName: "part"))
  var parts: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Results file (HDF5) to write.", valueName: "file.h5"))
  var output: String

  @Flag(help: "Write what there is where runs are in no part.")
  var partial = false

  @Flag(help: "Overwrite the output file.")
  var force = false

  func run() throws {
    try Destination.check(output, against: parts)
    // Parts may take long to read.
    guard force || !FileManager.default.fileExists(atPath: output) else {
      throw OutputError.exists(path: output)
    }
    let documents = try parts.map(Document.read)
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
      let parts = PartsAtHand(parts.compactMap { $0.results(of: Found.M.self) })
      let incomplete = IncompleteMerge(output: output, parts: parts, missing: missing.count)
      let told = partial ? "Warning: \(incomplete.whatIsMissing). \(gaps.sentence)" : gaps.sentence
      told.split(separator: "\n").map(String.init).forEach(Console.report)
      guard partial else { throw incomplete }
    }
    try results.write(to: output, overwrites: force, provenance: Program.provenance)
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
    let again =
      parts.toRunAgain.map { parts in
        "Run \(parts.count == 1 ? "that part" : "those parts") again, of a job array with --array=\(Self.list(parts))"
      } ?? "Run what is missing"
    return "\(output) is not written: \(whatIsMissing). \(again), or write what there is with --partial."
  }

  /// Part by part: "part 5 of 8: 28 of 160 runs; parts 2,7 of 8: no file".
  var whatIsMissing: String {
    var told = parts.unfinished.map { part in
      "part \(part.shard.index) of \(part.shard.count): "
        + "\(NumberText.whole(part.finished)) of \(NumberText.count(part.runs, "run"))"
    }
    if let first = parts.absent.first {
      let numbers = parts.absent.map(\.index)
      told.append(
        "\(numbers.count == 1 ? "part" : "parts") \(Self.list(numbers)) of \(first.count): no file")
    }
    return told.isEmpty ? "\(NumberText.count(missing, "run")) in no part" : told.joined(separator: "; ")
  }

  /// As job arrays take them: 1,3-5.
  private static func list(_ numbers: [Int]) -> String {
    var spans: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = spans.last, last.upperBound + 1 == number {
        spans[spans.count - 1] = last.lowerBound...number
      } else {
        spans.append(number...number)
      }
    }
    return spans.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(
      separator: ",")
  }
}
