import ArgumentParser
import Foundation

extension Interruption: WordedError {
  /// 128 and the signal's number, as shells have it: 130 for SIGINT, 143 for SIGTERM.
  var exitCode: ExitCode { ExitCode(128 + signal) }

  var sentence: String {
    """
    interrupted by \(signal == SIGTERM ? "SIGTERM" : "SIGINT"). Finished runs are kept in \(journal); \
    run the same command again to resume.
    """
  }
}
