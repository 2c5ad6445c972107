import Experiments
import Foundation

/// What this program calls itself, on the command line and in the files it writes.
enum Program {
  static let name = "memprobe"
  static let version = "0.1.0"

  /// Where a results file written now by this command line comes from.
  static var provenance: Provenance {
    let words = [name] + CommandLine.arguments.dropFirst().map(ShellWord.quoted)
    return Provenance(
      commandLine: words.joined(separator: " "), date: Date(), program: "\(name) \(version)")
  }
}
