import ArgumentParser
import Foundation
import Synchronization

/// The signals a sweep answers to: SIGINT, SIGTERM and SIGUSR1, which batch systems send before a limit of time, ask it to
/// stop; a second one ends it at once.
enum Signals {
  static let names = [SIGINT: "SIGINT", SIGTERM: "SIGTERM", SIGUSR1: "SIGUSR1"]
  private static let received = Atomic<Int32>(0)

  /// Lets writing to a closed pipe and beyond a file-size limit fail like any other write, instead of ending
  /// the program.
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// From here on these are noted instead of ending the program; the first of each restores its
  /// default.
  static func watchForInterruption() {
    // The handler may do nothing but touch what exists already.
    received.store(0, ordering: .relaxed)
    for number in names.keys {
      signal(number) { number in
        Signals.received.store(number, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  /// The signal that asked the program to stop, if one has.
  static var interruption: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}

/// A sweep stopped by a signal before it was done.
struct Interruption: WordedError {
  let signal: Int32
  /// Where the finished runs are kept.
  let journal: String

  /// 128 and the signal's number, as shells have it: 130 for SIGINT, 138 for SIGUSR1, 143 for SIGTERM.
  var exitCode: ExitCode { ExitCode(128 + signal) }

  var sentence: String {
    """
    interrupted by \(Signals.names[signal] ?? "a signal"). Finished runs are kept in \(journal); \
    run the same command again to resume.
    """
  }
}
