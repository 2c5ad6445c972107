import ArgumentParser
import Experiments
import Foundation
import MemoryMeasures

/// The root command: nothing but configuration, and the one door through which errors leave the program.
@main
struct Memprobe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Program.name,
    abstract: "Measures how long recurrent neural networks remember.",
    discussion: """
      Results go to standard output, progress and warnings to standard error. \
      Exit codes: 0 done, 1 a run failed under --fail-fast, 64 wrong usage, 65 bad input data, \
      66 missing input file, 73 output cannot be created, 130 or 143 interrupted (run the same command again to resume).
      """,
    version: Program.version,
    subcommands: [
      SweepCommand<Divergence>.self, SweepCommand<Comparison>.self, SweepCommand<Memorization>.self,
      SweepCommand<Capacity>.self, SweepCommand<Recall>.self, SweepCommand<Lyapunov>.self,
      ConstructCommand.self, InspectCommand.self, ForwardCommand.self, MergeCommand.self, SbatchCommand.self,
      ShowCommand.self, PlotCommand.self, ReportCommand.self, ExportCommand.self,
    ])

  static func main() {
    Console.prepare()
    Signals.prepare()
    do {
      try checkArguments()
      var command = try parseAsRoot()
      try command.run()
    } catch let error as any WordedError {
      Console.report("Error: \(error.sentence)")
      exit(withError: error.exitCode)
    } catch {
      let code = exitCode(for: error)
      guard !code.isSuccess else { exit(withError: error) }
      Console.draw(fullMessage(for: error).shortened(to: 20_000).printableLines + "\n")
      Foundation.exit(code.rawValue)
    }
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

/// What this program calls itself, on the command line and in the files it writes.
enum Program {
  static let name = "memprobe"
  static let version = "0.1.0"

  /// Where its file is, links followed.
  static var path: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }

  /// Where a results file written now by this command line comes from.
  static var provenance: Provenance {
    let words = [name] + CommandLine.arguments.dropFirst().map(ShellWord.quoted)
    return Provenance(
      commandLine: words.joined(separator: " "), date: Date(), program: "\(name) \(version)")
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
}
