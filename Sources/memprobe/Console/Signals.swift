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

/// A sweep stopped before it was done.
struct Interruption: WordedError {
  enum Cause: Equatable {
    case signal(Int32)
    /// The limit of --stop-after, as it was written; and whether anything was measured that is kept.
    case time(String, gains: Bool)
  }

  let cause: Cause
  /// Where the finished runs are kept.
  let journal: String
  /// Where is kept how far others are; nil if there are none.
  let states: String?

  /// 75, or 1 where nothing was gained, or 128 and the signal's number, as shells have it: 130 for SIGINT, 138 for SIGUSR1, 143 for SIGTERM.
  var exitCode: ExitCode {
    switch cause {
    case .signal(let signal): ExitCode(128 + signal)
    // Nobody should run it again and again.
    case .time(_, let gains): gains ? .runAgain : .failure
    }
  }

  var sentence: String {
    let others = states.map { ", and how far others are in \($0)" } ?? ""
    let kept = "Finished runs are kept in \(journal)\(others); run the same command again to resume."
    return switch cause {
    case .signal(let signal): "interrupted by \(Signals.names[signal] ?? "a signal"). \(kept)"
    case .time(let limit, gains: true): "stopped in time for --stop-after \(limit). \(kept)"
    case .time(let limit, gains: false):
      """
      stopped in time for --stop-after \(limit), but nothing was gained: allow more time, or choose smaller runs.
      """
    }
  }
}
