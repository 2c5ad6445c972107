import Figures
import Foundation

extension Console {
  /// The colours of standard output: nil where it is not a terminal, where NO_COLOR (no-color.org) is set to
  /// anything, and where TERM and COLORTERM do not say that there are at least 256.
  static var outputColors: TerminalColors? {
    colors(isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
  }

  static func colors(isTerminal: Bool, environment: [String: String]) -> TerminalColors? {
    let terminal = environment["TERM"] ?? ""
    guard isTerminal, environment["NO_COLOR", default: ""].isEmpty, !terminal.isEmpty, terminal != "dumb"
    else {
      return nil
    }
    let depth = environment["COLORTERM"]
    if depth == "truecolor" || depth == "24bit" || terminal.hasSuffix("-direct") { return .full }
    return terminal.hasSuffix("-256color") ? .palette : nil
  }
}
