import ArgumentParser
import Experiments
import Foundation
import HDF5
import LinearAlgebra
import MemoryMeasures

/// The root command: nothing but configuration, and the one door through which errors leave the program.
@main
struct Memprobe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Program.name,
    abstract: "Measures how long recurrent neural networks remember.",
    discussion: """
      Results go to standard output, progress and warnings to standard error. \
      Exit codes: 0 done, 1 a run failed under --fail-fast or none fits into --stop-after, 64 wrong usage, 65 bad input data, \
      66 missing input file, 73 output cannot be created, 75 stopped by --stop-after, 130, 138 or 143 interrupted (after \
      these run the same command again to go on).
      """,
    version: Program.version,
    subcommands: [
      SweepCommand<Divergence>.self, SweepCommand<Comparison>.self, SweepCommand<Memorization>.self,
      SweepCommand<Capacity>.self, SweepCommand<Recall>.self, SweepCommand<Lyapunov>.self,
      ConstructCommand.self, InspectCommand.self, ForwardCommand.self, MergeCommand.self, SbatchCommand.self,
      ShowCommand.self, PlotCommand.self, ReportCommand.self, ExportCommand.self,
    ])

  static func main() {
    _ = Program.start
    Console.prepare()
    Signals.prepare()
    do {
      try checkArguments()
      if CommandLine.arguments.dropFirst() == ["--version"] { return try Console.output(Program.about) }
      try checkSubcommand(CommandLine.arguments.dropFirst().first)
      var command = try parseAsRoot()
      try command.run()
    } catch let error as any WordedError {
      Console.report("Error: \(error.sentence)")
      // Threads may be at work still: nothing is taken from under them.
      if error is Interruption { _exit(error.exitCode.rawValue) }
      exit(withError: error.exitCode)
    } catch {
      let code = exitCode(for: error)
      guard !code.isSuccess else { exit(withError: error) }
      Console.draw(fullMessage(for: error).shortened(to: 20_000).printableLines + "\n")
      Foundation.exit(code.rawValue)
    }
  }

  private static func checkSubcommand(_ name: String?) throws(SubcommandError) {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let name, !name.hasPrefix("-"), !names.contains(name) else { return }
    throw SubcommandError(name: name, allowed: names)
  }

  /// What is not UTF-8 would reach files under another name.
  private static func checkArguments() throws(ArgumentError) {
    let arguments = UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
    for (place, argument) in arguments.enumerated() {
      guard let argument, String(validatingCString: argument) == nil else { continue }
      throw ArgumentError(place: place, text: String(cString: argument))
    }
  }
}

/// An argument that is no text.
struct ArgumentError: WordedError, Equatable {
  /// From 1.
  let place: Int
  /// With a replacement character for what is not UTF-8.
  let text: String

  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    "argument \(place), '\(text)', is not UTF-8; names of files and everything else have to be."
  }
}

/// A subcommand that there is not.
struct SubcommandError: WordedError, Equatable {
  let name: String
  let allowed: [String]

  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    let near = allowed.filter {
      $0.distance(to: String(name.lowercased().prefix(64))) <= max(1, $0.count / 3)
    }
    let advice = near.isEmpty ? "" : " Did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
    return "there is no subcommand '\(name)'.\(advice) Allowed: \(allowed.joined(separator: ", "))."
  }
}

extension String {
  /// Characters to put in, leave out or change to make one string of the other (Levenshtein 1966).
  fileprivate func distance(to other: String) -> Int {
    var row = Array(0...other.count)
    for (place, character) in enumerated() {
      var diagonal = row[0]
      row[0] = place + 1
      for (column, found) in other.enumerated() {
        let changed = diagonal + (character == found ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = Swift.min(changed, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[row.count - 1]
  }
}

/// What this program calls itself, on the command line and in the files it writes.
enum Program {
  static let name = "memprobe"
  static let version = "0.1.0"
  /// When it started, about.
  static let start = ContinuousClock.now

  /// Where its file is, links followed.
  static var path: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }

  /// What --version tells: version, kernels and libraries, a line each. The first line is the version alone, unless the
  /// commit is known.
  static var about: String {
    let commit = Release.commit.map { " (commit \($0))" } ?? ""
    let kernels = (try? KernelChoice.path())?.rawValue ?? "none: see \(KernelChoice.variable)"
    let isConfined = LinearAlgebraLibrary.isConfined
    let libraries = [
      ("HDF5", isConfined ? nil : HDF5Library.version(opens: true)),
      ("OpenBLAS", LinearAlgebraLibrary.version(opens: true)),
    ].map { "\($0.0) \($0.1 ?? "not looked for, or not found")" }
    return "\(version)\(commit)\nkernels: \(kernels)\nlibraries: \(libraries.joined(separator: ", "))\n"
  }

  /// Where a results file written now by this command line comes from.
  static var provenance: Provenance {
    let words = [name] + CommandLine.arguments.dropFirst().map(ShellWord.quoted)
    var provenance = Provenance(
      commandLine: words.joined(separator: " "), date: Date(), program: "\(name) \(version)")
    provenance.details = Provenance.machine()
    provenance.details["commit"] = Release.commit
    return provenance
  }
}

/// An error as the command line tells it: what was found where, what is allowed or what to do, and the code
/// to exit with. The library's errors carry facts only; each gets its words in the folder Wording, in a file for its target.
protocol WordedError: Error {
  /// One or more sentences, without a leading "Error:".
  var sentence: String { get }
  var exitCode: ExitCode { get }
}

/// The codes of BSD's sysexits.h that fit.
extension ExitCode {
  /// A value out of range, or memory that cannot be had (EX_USAGE).
  static let wrongUsage = ExitCode(64)
  /// A malformed input file (EX_DATAERR).
  static let badData = ExitCode(65)
  /// An input file that is not there (EX_NOINPUT).
  static let missingInput = ExitCode(66)
  /// An output file that cannot be written or must not be overwritten (EX_CANTCREAT).
  static let cannotCreate = ExitCode(73)
  /// Something is left to do, which the same command does if it is run again (EX_TEMPFAIL).
  static let runAgain = ExitCode(75)
}
