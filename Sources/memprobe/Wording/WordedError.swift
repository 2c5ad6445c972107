import ArgumentParser

/// An error as the command line tells it: what was found where, what is allowed or what to do, and the code
/// to exit with. The library's errors carry facts only; each gets its words in a file of this folder.
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
