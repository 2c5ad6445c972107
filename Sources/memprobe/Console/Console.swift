import ArgumentParser
import Files
import Figures
import Foundation
import Text

/// The two streams of the program: results on standard output, everything else on standard error.
enum Console {
  /// Opens on /dev/null whichever of the standard streams is closed: files that are opened later would get its
  /// number, and everything that is printed.
  static func prepare() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest number that is free: this one.
      guard open("/dev/null", O_RDWR) == descriptor else { _exit(ExitCode.cannotCreate.rawValue) }
    }
  }

  /// Writes results to standard output. A reader that has had enough (`memprobe show FILE | head`) is no
  /// error: the rest is dropped.
  ///
  /// - Throws: `ConsoleError` when standard output takes no more for another reason, such as a full disk.
  static func output(_ text: String) throws(ConsoleError) {
    do throws(SystemError) {
      try Array(text.utf8).write(to: STDOUT_FILENO)
    } catch {
      if error.code != EPIPE { throw .cannotWriteResults(reason: error.message) }
    }
  }

  /// Writes a line to standard error, made safe for terminals. There is nowhere to report a failure to, so there is
  /// none.
  static func report(_ line: String) {
    let line = line.shortened().printable
    let lines = isInteractive ? line.wrapped(to: width) : [line]
    draw(lines.map { $0 + "\n" }.joined())
  }

  /// Writes to standard error as is: for what is redrawn in place.
  static func draw(_ text: String) {
    try? Array(text.utf8).write(to: STDERR_FILENO)
  }

  /// Whether standard error is a terminal.
  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

  /// Columns of the terminal behind standard error; 80 when it does not say.
  static var width: Int { width(of: STDERR_FILENO) ?? 80 }

  /// Columns of the terminal behind a descriptor; nil where there is none, or it does not say.
  private static func width(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

extension Console {
  /// What results are printed on: a terminal of some width, or any other file.
  ///
  /// - Parameter inColor: whether tables are to be heat maps, where there are colours.
  static func terminal(inColor: Bool = false) -> Terminal {
    Terminal(colors: inColor ? outputColors : nil, width: width(of: STDOUT_FILENO))
  }

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

/// Results that could not be printed.
enum ConsoleError: WordedError, Equatable {
  case cannotWriteResults(reason: String)

  var exitCode: ExitCode { .cannotCreate }

  var sentence: String {
    switch self {
    case .cannotWriteResults(let reason):
      "standard output: cannot print the results: \(reason). 'memprobe show FILE' prints them again."
    }
  }
}
