import Experiments
import Foundation
import MemoryMeasures

/// The command line that makes results again, made of their plan: whatever was typed, on how many machines, with which
/// experiment file. Every option that decides the results is there, so that later defaults change nothing.
struct ReproducingCommand {
  /// As a shell reads it, an option to a line.
  let text: String

  /// Nil for what no option asks for: weights of one's own recipe, no threshold at all.
  init?(_ document: Document) {
    let results = document.results
    if let text = Self.text(results, (document.path as NSString).lastPathComponent) {
      self.text = text
    } else if Self.hidesPaths(results), let provenance = document.provenance {
      // Recall of version 1 does not say where its networks were: what was typed is all there is.
      text = provenance.commandLine
    } else {
      return nil
    }
  }

  private static func text<Found: AnyResults>(_ results: Found, _ output: String) -> String? {
    ReproducingCommand(results.typed.plan, output: output)?.text
  }

  private static func hidesPaths<Found: AnyResults>(_ results: Found) -> Bool {
    results.typed.plan.subjects.given.contains { $0.path.isEmpty && $0.construction == nil }
  }

  init?<M: Measure>(_ plan: Plan<M>, output: String) {
    guard !plan.subjects.given.contains(where: { $0.path.isEmpty && $0.construction == nil }) else {
      return nil
    }
    let experiment = plan.experiment
    var lines = [[Program.name, M.command]]
    for setting in Experiment<M>.settings where setting.isOption && setting.applies(to: experiment) {
      guard let value = setting.value(of: experiment) else { continue }
      switch (setting.key, value) {
      case ("initializer", .text("custom")): return nil
      // Networks from files are not constructed, nor are any unless somebody says so.
      case ("construct", .text("none")) where !experiment.files.isEmpty || M.offer.construction == nil:
        break
      case ("against", .texts([])): break
      case ("precision", _) where plan.arithmeticRevision < M.precisionRevision: break
      case (_, .wholes([])), (_, .numbers([])), (_, .texts([])): return nil
      // A group is told by commas between its paths.
      case ("group", _) where experiment.groups.contains { $0.paths.contains { $0.contains(",") } }:
        return nil
      default: lines += setting.form.words(setting.key, value)
      }
    }
    lines.append(["--output", output])
    text = lines.map { $0.map(ShellWord.quoted).joined(separator: " ") }.joined(separator: " \\\n  ")
  }
}

/// Words as a POSIX shell reads them.
enum ShellWord {
  /// The word, in single quotes if the shell would otherwise change it.
  static func quoted(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.unicodeScalars.allSatisfy(plain.contains)
    return isPlain
      ? word
      : "'"
        + word.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: #"'\''"#) + "'"
  }

  private static let plain = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+,./:@%".unicodeScalars)
}
